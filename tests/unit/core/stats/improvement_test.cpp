#include "core/stats/improvement.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>

namespace autoloss {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

TEST(Improvement, IsTheShareOfWinsWithTiesCountedHalf) {
  const ByController first{{1, 2, 3, 4, 5}}, second{{2, 3, 3, 3, 6}};  // win win tie loss win

  const Improvement improvement = probability_of_improvement(first, second, Direction::kMinimize, false, 1);

  EXPECT_DOUBLE_EQ(improvement.probability, 3.5 / 5);
  EXPECT_LT(improvement.ci95.low, 0.7);
  EXPECT_GT(improvement.ci95.high, 0.7);
}

TEST(Improvement, TurnsRoundWithTheDirection) {
  const ByController first{{1, 2, 3, 4, 5}}, second{{2, 3, 3, 3, 6}};

  EXPECT_DOUBLE_EQ(probability_of_improvement(first, second, Direction::kMaximize, false, 1).probability, 1.5 / 5);
}

// The Mann-Whitney statistic of Hollander and Wolfe, "Nonparametric statistical methods", example 4.1: permeability of
// ten membranes at term and of five at 12 to 26 weeks. In 35 of the 50 pairs the first is greater, R's W = 35.
TEST(Improvement, IsTheMannWhitneyStatisticOverPairsOfControllers) {
  const ByController term{{0.80}, {0.83}, {1.89}, {1.04}, {1.45}, {1.38}, {1.91}, {1.64}, {0.73}, {1.46}};
  const ByController early{{1.15}, {0.88}, {0.90}, {0.74}, {1.21}};

  const Improvement improvement = probability_of_improvement(term, early, Direction::kMaximize, false, 1);

  EXPECT_DOUBLE_EQ(improvement.probability, 35.0 / 50);
}

TEST(Improvement, CountsDivergedRunsAsLosses) {
  const ByController first{{1, kNan, kNan, 4}}, second{{kNan, 1, kNan, 5}};  // win loss tie win

  EXPECT_DOUBLE_EQ(probability_of_improvement(first, second, Direction::kMinimize, false, 1).probability, 2.5 / 4);
}

TEST(Improvement, PairsEachControllerWithItselfWhereRowsBelongTogether) {
  const ByController first{{1, 1}, {9, 9}}, second{{2, 2}, {10, 10}};

  EXPECT_DOUBLE_EQ(probability_of_improvement(first, second, Direction::kMinimize, true, 1).probability, 1);
  EXPECT_DOUBLE_EQ(probability_of_improvement(first, second, Direction::kMinimize, false, 1).probability, 0.75);
}

TEST(Improvement, IsUncertainWhereControllersDiffer) {
  const ByController first{{1, 1, 1, 1}, {9, 9, 9, 9}}, second{{5, 5, 5, 5}};

  const Improvement improvement = probability_of_improvement(first, second, Direction::kMinimize, false, 1);

  EXPECT_DOUBLE_EQ(improvement.probability, 0.5);
  EXPECT_DOUBLE_EQ(improvement.ci95.low, 0);
  EXPECT_DOUBLE_EQ(improvement.ci95.high, 1);
}

TEST(Improvement, HasNoIntervalWithOneProblem) {
  EXPECT_TRUE(std::isnan(probability_of_improvement({{1}}, {{2}}, Direction::kMinimize, false, 1).ci95.low));
}

TEST(Improvement, RefusesTablesOfDifferentSizes) {
  EXPECT_THROW(probability_of_improvement({{1}}, {{2, 3}}, Direction::kMinimize, false, 1), std::invalid_argument);
}

}  // namespace
}  // namespace autoloss
