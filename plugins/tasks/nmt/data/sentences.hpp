// Sentences as files hold them: pairs that translate each other, and words with tags.
#ifndef AUTOLOSS_NMT_DATA_SENTENCES_HPP
#define AUTOLOSS_NMT_DATA_SENTENCES_HPP

#include <string>
#include <vector>

#include "plugins/tasks/nmt/data/text.hpp"

namespace autoloss::nmt {

struct SentencePair {
  std::string source, target;
  bool operator==(const SentencePair&) const = default;
};

// A tag for each word; at least one word.
struct TaggedSentence {
  std::vector<std::string> words, tags;
  bool operator==(const TaggedSentence&) const = default;
};

// Line n of one text translates line n of the other. Pairs of which a side is blank are left out.
// Throws sdk::Error(AUTOLOSS_BAD_DATA) where one text has more lines.
std::vector<SentencePair> pair_lines(const Text& source, const Text& target);

// Words and XPOS tags (columns 2 and 5 of ten) of CoNLL-U. Comments, the multiword ids "3-4" and the empty nodes "3.1"
// are passed over. Throws AUTOLOSS_BAD_DATA: another number of columns, an id that is none, a word or tag that is
// empty.
std::vector<TaggedSentence> parse_conllu(const Text& text);

// Words and outer tags (columns 2 and 3 of four) as in GermEval 2014. Lines that begin with "#" are comments: a token
// "#" has its index in front. Throws as parse_conllu(), and where a tag is none of O, B-... and I-....
std::vector<TaggedSentence> parse_germeval(const Text& text);

}  // namespace autoloss::nmt

#endif
