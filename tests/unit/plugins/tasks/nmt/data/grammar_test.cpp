#include "plugins/tasks/nmt/data/grammar.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <set>

#include "plugins/tasks/nmt/data/built_in.hpp"
#include "plugins/tasks/nmt/data/vocabulary.hpp"

namespace autoloss::nmt {
namespace {

std::vector<MadeUpSentence> draw(std::size_t count, uint64_t key) {
  const Lexicon lexicon(key);
  sdk::Stream stream(key);
  std::vector<MadeUpSentence> sentences;
  while (sentences.size() < count) sentences.push_back(draw_sentence(lexicon, stream));
  return sentences;
}

TEST(Grammar, EveryWordHasAClassAndAnEntity) {
  for (const MadeUpSentence& sentence : draw(500, 1)) {
    EXPECT_EQ(sentence.classes.size(), sentence.source.size());
    EXPECT_EQ(sentence.entities.size(), sentence.source.size());
    EXPECT_EQ(sentence.source.back(), ".");
    EXPECT_EQ(sentence.target.back(), ".");
  }
}

TEST(Grammar, SentencesAreShortAndTranslationsALittleLonger) {
  double source = 0, target = 0;
  const auto sentences = draw(2000, 2);
  for (const MadeUpSentence& sentence : sentences) {
    source += static_cast<double>(sentence.source.size()) / static_cast<double>(sentences.size());
    target += static_cast<double>(sentence.target.size()) / static_cast<double>(sentences.size());
  }

  EXPECT_NEAR(source, 7.7, 0.3);
  EXPECT_NEAR(target, 8.7, 0.3);
}

TEST(Grammar, SomeFormsBelongToTwoClasses) {
  std::set<std::pair<std::string, std::string>> uses;
  for (const MadeUpSentence& sentence : draw(5000, 3))
    for (std::size_t word = 0; word < sentence.source.size(); ++word)
      uses.emplace(sentence.source[word], sentence.classes[word]);
  std::set<std::string> forms;
  for (const auto& use : uses) forms.insert(use.first);

  const std::size_t homographs = uses.size() - forms.size();

  EXPECT_GE(homographs, 8u);
  EXPECT_LE(homographs, 30u);
}

TEST(Grammar, AParticipleIsTranslatedBehindTheVerbAndStandsLast) {
  for (const MadeUpSentence& sentence : draw(2000, 4)) {
    const auto participle = std::find(sentence.classes.begin(), sentence.classes.end(), "VVPP");
    if (participle == sentence.classes.end()) continue;
    const std::string next = *(participle + 1);
    EXPECT_TRUE(next == "$." || next == "VAFIN") << next;  // the verb of a subclause comes behind it
  }
}

TEST(Grammar, EqualKeysSayTheSameAndOthersSomethingElse) {
  EXPECT_EQ(draw(20, 5).back().source, draw(20, 5).back().source);
  EXPECT_NE(draw(20, 5).back().source, draw(20, 6).back().source);
}

TEST(Grammar, EverySentenceIsOfTheLexiconsWords) {
  const Lexicon lexicon(7);
  const Vocabulary source(lexicon.source_forms()), target(lexicon.target_forms());
  sdk::Stream stream(7);
  for (int sentence = 0; sentence < 1000; ++sentence) {
    const MadeUpSentence drawn = draw_sentence(lexicon, stream);
    EXPECT_THAT(source.tokens(drawn.source), testing::Not(testing::Contains(kUnknown)));
    EXPECT_THAT(target.tokens(drawn.target), testing::Not(testing::Contains(kUnknown)));
  }
}

TEST(BuiltIn, ASmallerSetIsTheBeginningOfALargerOne) {
  const DataSet small = make_built_in({50, 40, 10, 10}, AUTOLOSS_ROLE_GUIDED, 1);
  const DataSet large = make_built_in({60, 40, 10, 10}, AUTOLOSS_ROLE_GUIDED, 1);

  ASSERT_EQ(small.splits[0].pairs.size(), 50u);
  EXPECT_TRUE(std::equal(small.splits[0].pairs.begin(), small.splits[0].pairs.end(), large.splits[0].pairs.begin()));
}

TEST(BuiltIn, RolesAndSplitsHaveSentencesOfTheirOwnInOneLanguage) {
  const DataSet guided = make_built_in({}, AUTOLOSS_ROLE_GUIDED, 1);
  const DataSet controller = make_built_in({}, AUTOLOSS_ROLE_CONTROLLER, 1);

  EXPECT_NE(guided.splits[0].pairs, controller.splits[0].pairs);
  EXPECT_NE(guided.splits[AUTOLOSS_SPLIT_VALID].pairs, guided.splits[AUTOLOSS_SPLIT_SCORE].pairs);
  EXPECT_EQ(guided.source->size(), controller.source->size());
  EXPECT_EQ(guided.source->text(guided.splits[0].pairs[0].source),
            controller.source->text(guided.splits[0].pairs[0].source));
}

}  // namespace
}  // namespace autoloss::nmt
