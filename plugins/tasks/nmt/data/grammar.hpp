// Sentences of a made-up language, with translation, entities and word classes.
#ifndef AUTOLOSS_NMT_DATA_GRAMMAR_HPP
#define AUTOLOSS_NMT_DATA_GRAMMAR_HPP

#include <autoloss/cpp/random.hpp>
#include <string>
#include <vector>

#include "plugins/tasks/nmt/data/lexicon.hpp"

namespace autoloss::nmt {

// entities (BIO) and classes have one for each word of source.
struct MadeUpSentence {
  std::vector<std::string> source, entities, classes, target;
};

// Draws a sentence. The source has the verb second, what was put in front before it (inversion), the participle last
// and the verb of a subclause last; the translation always goes subject, verb, object, name, adverb. Names of three
// kinds take prepositions and articles of their own in the translation, articles of the source agree with the noun's
// gender.
MadeUpSentence draw_sentence(const Lexicon& lexicon, sdk::Stream& stream);

}  // namespace autoloss::nmt

#endif
