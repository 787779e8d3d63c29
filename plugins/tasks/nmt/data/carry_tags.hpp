// Tags of words on the parts that the words are cut into, and back.
#ifndef AUTOLOSS_NMT_DATA_CARRY_TAGS_HPP
#define AUTOLOSS_NMT_DATA_CARRY_TAGS_HPP

#include <string>
#include <vector>

#include "plugins/tasks/nmt/data/corpus.hpp"
#include "plugins/tasks/nmt/data/tag_set.hpp"

namespace autoloss::nmt {

// The tokens of a sentence's words in a row. Every token of a word gets the word's tag, but after the first "B-X" reads
// "I-X": the word is one entity, not several.
//   pieces  the tokens of each word, at least one each.
EncodedTagged carry_to_tokens(const std::vector<Tokens>& pieces, const std::vector<std::string>& tags,
                              const TagSet& set);

// The tag of each word: that of its first token.
std::vector<std::string> carry_to_words(const Tokens& tags, const std::vector<uint8_t>& starts_word, const TagSet& set);

}  // namespace autoloss::nmt

#endif
