#include "plugins/tasks/nmt/score/spans.hpp"

#include <gmock/gmock.h>

namespace autoloss::nmt {
namespace {

using testing::ElementsAre;

TEST(Spans, BeginWithBAndGoOnWithI) {
  EXPECT_THAT(spans_of({"B-PER", "I-PER", "O", "B-LOC", "B-LOC"}),
              ElementsAre(Span{0, 2, "PER"}, Span{3, 4, "LOC"}, Span{4, 5, "LOC"}));
}

TEST(Spans, IBeginsOneWhereNothingOfItsKindIsOpen) {
  EXPECT_THAT(spans_of({"I-PER", "I-LOC", "rest", "I-LOC"}),
              ElementsAre(Span{0, 1, "PER"}, Span{1, 2, "LOC"}, Span{3, 4, "LOC"}));
}

TEST(SpanScore, CountsAnEntityWhenWordsAndKindAreRight) {
  SpanScore score;
  score.add({"B-PER", "I-PER", "O", "B-LOC"}, {"B-PER", "I-PER", "O", "B-ORG"});  // one of two right
  score.add({"B-PER", "O"}, {"B-PER", "I-PER"});                                  // cut short: wrong

  // 1 right, 3 found, 3 expected: precision and recall are 1/3.
  EXPECT_DOUBLE_EQ(score.f1(), 1.0 / 3);
}

TEST(SpanScore, IsTheHarmonicMeanOfPrecisionAndRecall) {
  SpanScore score;
  score.add({"B-PER", "O", "O", "O"}, {"B-PER", "O", "B-LOC", "B-LOC"});

  const double precision = 1, recall = 1.0 / 3;
  EXPECT_DOUBLE_EQ(score.f1(), 2 * precision * recall / (precision + recall));
}

TEST(SpanScore, IsOneWhereThereIsNothingToFind) {
  SpanScore score;
  score.add({"O"}, {"O"});
  EXPECT_EQ(score.f1(), 1);
}

}  // namespace
}  // namespace autoloss::nmt
