#include "plugins/tasks/nmt/data/built_in.hpp"

#include <utility>

#include "plugins/tasks/nmt/data/carry_tags.hpp"
#include "plugins/tasks/nmt/data/grammar.hpp"
#include "plugins/tasks/nmt/data/vocabulary.hpp"

namespace autoloss::nmt {
namespace {

constexpr Sizes kDefault{300, 4000, 200, 500};

const TagSet& entity_tags() {
  static const TagSet set(std::vector<std::string>{"B-LOC", "B-ORG", "B-PER", "I-PER", "O"});
  return set;
}

const TagSet& class_tags() {
  static const TagSet set(
      std::vector<std::string>{"$,", "$.", "ADJA", "ADV", "APPR", "ART", "KOUS", "NE", "NN", "VAFIN", "VVFIN", "VVPP"});
  return set;
}

std::size_t size_or(std::size_t given, std::size_t otherwise) {
  return given > 0 ? given : otherwise;
}

// Draws sentences of one language.
class Author {
 public:
  explicit Author(uint64_t key)
      : lexicon_(key),
        source_(std::make_shared<Vocabulary>(lexicon_.source_forms())),
        target_(std::make_shared<Vocabulary>(lexicon_.target_forms())) {}

  std::shared_ptr<const Vocabulary> source() const { return source_; }
  std::shared_ptr<const Vocabulary> target() const { return target_; }

  std::vector<EncodedPair> pairs(std::size_t count, uint64_t key) const {
    sdk::Stream stream(sdk::derive(key, "pairs"));
    std::vector<EncodedPair> pairs;
    while (pairs.size() < count) {
      const MadeUpSentence sentence = draw_sentence(lexicon_, stream);
      pairs.push_back({source_->tokens(sentence.source), target_->tokens(sentence.target)});
    }
    return pairs;
  }

  std::vector<EncodedTagged> tagged(std::size_t count, uint64_t key, Job job) const {
    sdk::Stream stream(sdk::derive(key, name_of(job)));
    std::vector<EncodedTagged> sentences;
    while (sentences.size() < count) {
      const MadeUpSentence sentence = draw_sentence(lexicon_, stream);
      std::vector<Tokens> pieces;
      for (const int32_t token : source_->tokens(sentence.source)) pieces.push_back({token});
      sentences.push_back(job == Job::kEntities ? carry_to_tokens(pieces, sentence.entities, entity_tags())
                                                : carry_to_tokens(pieces, sentence.classes, class_tags()));
    }
    return sentences;
  }

 private:
  Lexicon lexicon_;
  std::shared_ptr<const Vocabulary> source_, target_;
};

}  // namespace

DataSet make_built_in(const Sizes& sizes, uint32_t role, uint64_t seed) {
  const Author author(sdk::derive(seed, "language"));
  const std::size_t valid = size_or(sizes.valid, kDefault.valid), test = size_or(sizes.test, kDefault.test);
  const std::size_t pairs[kStoredSplits] = {size_or(sizes.pairs, kDefault.pairs), valid, valid, test};
  const std::size_t tagged[kStoredSplits] = {size_or(sizes.tagged, kDefault.tagged), valid, valid, test};
  const uint64_t key = sdk::derive(sdk::derive(seed, "sentences"), role);

  DataSet data{author.source(), author.target(), {entity_tags(), class_tags()}, {}};
  for (std::size_t split = 0; split < kStoredSplits; ++split) {
    const uint64_t split_key = sdk::derive(key, split);
    data.splits[split].pairs = author.pairs(pairs[split], split_key);
    for (const Job job : {Job::kEntities, Job::kClasses})
      data.splits[split].of(job) = author.tagged(tagged[split], split_key, job);
  }
  return data;
}

}  // namespace autoloss::nmt
