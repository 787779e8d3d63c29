#include "plugins/tasks/nmt/data/carry_tags.hpp"

#include <gmock/gmock.h>

#include <autoloss/cpp/random.hpp>

namespace autoloss::nmt {
namespace {

using testing::ElementsAre;

const TagSet& tags() {
  static const TagSet set(std::vector<std::string>{"B-LOC", "I-LOC", "O", "NN"});
  return set;
}

TEST(CarryTags, APlaceInPiecesBeginsOnce) {
  const EncodedTagged carried = carry_to_tokens({{11}, {12, 13, 14}, {15, 16}}, {"O", "B-LOC", "I-LOC"}, tags());

  EXPECT_THAT(carried.source, ElementsAre(11, 12, 13, 14, 15, 16));
  const int32_t outside = tags().id("O"), first = tags().id("B-LOC"), inside = tags().id("I-LOC");
  EXPECT_THAT(carried.tags, ElementsAre(outside, first, inside, inside, inside, inside));
  EXPECT_THAT(carried.starts_word, ElementsAre(1, 1, 0, 0, 1, 0));
}

TEST(CarryTags, OtherTagsStayOnEveryPiece) {
  const EncodedTagged carried = carry_to_tokens({{11, 12}}, {"NN"}, tags());

  EXPECT_THAT(carried.tags, ElementsAre(tags().id("NN"), tags().id("NN")));
}

TEST(CarryTags, ComeBackToTheWordsTheyWereOn) {
  sdk::Stream stream(1);
  for (int trial = 0; trial < 200; ++trial) {
    std::vector<Tokens> pieces;
    std::vector<std::string> words;
    const std::size_t count = 1 + stream.below(12);
    while (words.size() < count) {
      pieces.emplace_back(1 + stream.below(4), 5);
      words.push_back(tags().names()[1 + stream.below(4)]);
    }

    const EncodedTagged carried = carry_to_tokens(pieces, words, tags());

    EXPECT_EQ(carry_to_words(carried.tags, carried.starts_word, tags()), words);
  }
}

}  // namespace
}  // namespace autoloss::nmt
