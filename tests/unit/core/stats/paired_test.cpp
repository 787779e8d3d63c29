#include "core/stats/paired.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

namespace autoloss {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

TEST(Judge, CallsAnIntervalBeyondZeroByTheDirectionOfTheMetric) {
  EXPECT_EQ(judge({-0.3, -0.1}, Direction::kMinimize, 0), Verdict::kBetter);
  EXPECT_EQ(judge({-0.3, -0.1}, Direction::kMaximize, 0), Verdict::kWorse);
  EXPECT_EQ(judge({0.1, 0.3}, Direction::kMinimize, 0), Verdict::kWorse);
  EXPECT_EQ(judge({0.1, 0.3}, Direction::kMaximize, 0), Verdict::kBetter);
}

TEST(Judge, CallsEquivalentOnlyWhatLiesWithinTheMargin) {
  EXPECT_EQ(judge({-0.04, 0.05}, Direction::kMinimize, 0.05), Verdict::kEquivalent);
  EXPECT_EQ(judge({-0.04, 0.06}, Direction::kMinimize, 0.05), Verdict::kInconclusive);
  EXPECT_EQ(judge({0.01, 0.04}, Direction::kMinimize, 0.05), Verdict::kEquivalent);  // there, but too small to matter
  EXPECT_EQ(judge({0.01, 0.06}, Direction::kMinimize, 0.05), Verdict::kWorse);
}

TEST(Judge, KnowsNoEquivalenceWithoutAMargin) {
  EXPECT_EQ(judge({-1e-9, 1e-9}, Direction::kMinimize, 0), Verdict::kInconclusive);
  EXPECT_EQ(judge({0, 0}, Direction::kMinimize, 0), Verdict::kEquivalent);
}

TEST(Judge, IsInconclusiveWithoutAnInterval) {
  EXPECT_EQ(judge({kNan, kNan}, Direction::kMinimize, 1), Verdict::kInconclusive);
}

TEST(Judge, RefusesANegativeMargin) {
  EXPECT_THROW(judge({0, 1}, Direction::kMinimize, -0.1), std::invalid_argument);
}

TEST(ComparePaired, SubtractsTheSecondFromTheFirst) {
  const std::array first{1.0, 2.0, 3.0, 4.0, 5.0, 6.0};
  const std::array second{2.0, 4.0, 3.0, 5.0, 4.0, 9.0};  // differences -1 -2 0 -1 1 -3

  const PairedComparison result = compare_paired(first, second, {.seed = 5});

  EXPECT_DOUBLE_EQ(result.mean_difference, -1.0);
  EXPECT_DOUBLE_EQ(result.sd, std::sqrt(2.0));  // squares about -1: 0 1 1 0 4 4, over 5
  EXPECT_EQ(result.n, 6u);
  EXPECT_EQ(result.wins, 4u);
  EXPECT_EQ(result.losses, 1u);
  EXPECT_LT(result.ci95.low, -1.0);
  EXPECT_GT(result.ci95.high, -1.0);
}

TEST(ComparePaired, TurnsRoundWithTheOrder) {
  const std::array first{1.0, 2.0, 3.0, 4.0, 5.0, 6.0};
  const std::array second{2.0, 4.0, 5.0, 5.0, 6.0, 9.0};

  const PairedComparison forward = compare_paired(first, second, {.seed = 5});
  const PairedComparison back = compare_paired(second, first, {.seed = 5});

  EXPECT_EQ(forward.verdict, Verdict::kBetter);
  EXPECT_EQ(back.verdict, Verdict::kWorse);
  EXPECT_DOUBLE_EQ(forward.mean_difference, -back.mean_difference);
  EXPECT_EQ(forward.p, back.p);
  EXPECT_EQ(forward.wins, back.losses);
}

TEST(ComparePaired, CountsADivergedRunAsTheWorstOfBothLists) {
  const std::array first{1.0, kNan, 1.0, kNan};
  const std::array second{2.0, 5.0, kNan, kNan};

  const PairedComparison result = compare_paired(first, second, {});

  EXPECT_DOUBLE_EQ(result.mean_difference, (-1.0 + 0.0 - 4.0 + 0.0) / 4);
  EXPECT_EQ(result.wins, 2u);
  EXPECT_EQ(result.losses, 1u);  // the second pair: no difference in the mean, but a loss
  EXPECT_EQ(result.diverged_first, 2u);
  EXPECT_EQ(result.diverged_second, 2u);
}

TEST(ComparePaired, CountsADivergedRunAsTheLeastWhenMoreIsBetter) {
  const std::array first{8.0, 9.0};
  const std::array second{6.0, std::numeric_limits<double>::infinity()};

  const PairedComparison result = compare_paired(first, second, {.direction = Direction::kMaximize});

  EXPECT_DOUBLE_EQ(result.mean_difference, (2.0 + 3.0) / 2);
  EXPECT_EQ(result.wins, 2u);
}

TEST(ComparePaired, CountsADivergedRunAsTheTableSays) {
  const std::array first{1.0, 2.0};
  const std::array second{2.0, kNan};

  EXPECT_DOUBLE_EQ(compare_paired(first, second, {.diverged_as = 10.0}).mean_difference, (-1.0 - 8.0) / 2);
}

TEST(ComparePaired, SaysNothingWhenEverythingDiverged) {
  const std::vector<double> diverged(8, kNan);

  const PairedComparison result = compare_paired(diverged, diverged, {});

  EXPECT_TRUE(std::isnan(result.mean_difference));
  EXPECT_EQ(result.wins + result.losses, 0u);
  EXPECT_EQ(result.p, 1.0);
  EXPECT_EQ(result.verdict, Verdict::kInconclusive);
}

TEST(ComparePaired, GivesNoVerdictOnFivePairs) {
  const std::array first{1.0, 1.0, 1.0, 1.0, 1.0};
  const std::array second{2.0, 3.0, 2.0, 3.0, 2.0};

  EXPECT_EQ(compare_paired(first, second, {}).verdict, Verdict::kInconclusive);
  EXPECT_EQ(compare_paired(first, second, {}).settled_by, kLeastPairs);
}

TEST(ComparePaired, RefusesListsOfDifferentLengths) {
  EXPECT_THROW(compare_paired(std::array{1.0}, std::array{1.0, 2.0}, {}), std::invalid_argument);
}

TEST(CorrectFamily, CorrectsAcrossAllComparisons) {
  std::array<PairedComparison, 3> family{};
  family[0].p = 0.02;
  family[1].p = 0.01;
  family[2].p = 0.5;

  correct_family(family);

  EXPECT_DOUBLE_EQ(family[0].p_holm, 0.04);
  EXPECT_DOUBLE_EQ(family[1].p_holm, 0.03);
  EXPECT_DOUBLE_EQ(family[2].p_holm, 0.5);
}

TEST(PairsToSettle, FollowsTheNormalFormula) {
  EXPECT_EQ(pairs_to_settle(0.5, 1.0, 0.0), 32u);   // (2.8016 / .5)² = 31.4: the textbook's 32
  EXPECT_EQ(pairs_to_settle(-0.5, 1.0, 0.0), 32u);  // the sign does not matter
  EXPECT_EQ(pairs_to_settle(0.0, 1.0, 0.5), 43u);   // (3.2415 / .5)² = 42.03
}

TEST(PairsToSettle, TakesTheEasierOfBothWays) {
  EXPECT_EQ(pairs_to_settle(0.1, 1.0, 0.6), 43u);  // equivalence, room .5; a difference would take 785
}

TEST(PairsToSettle, IsEmptyWhereNoNumberHelps) {
  EXPECT_EQ(pairs_to_settle(0.0, 1.0, 0.0), std::nullopt);
  EXPECT_EQ(pairs_to_settle(kNan, 1.0, 0.0), std::nullopt);
}

TEST(PairsToSettle, TakesMoreWhereControllersDiffer) {
  // (.5 / 2.8016)² = .03185; less .01 of the controllers' it is .02185: 1 / .02185 = 45.8
  EXPECT_EQ(pairs_to_settle(0.5, 1.0, 0.0, 0.01), 46u);
  EXPECT_EQ(pairs_to_settle(0.5, 1.0, 0.0, 0.04), std::nullopt);  // no number of problems: it takes controllers
}

TEST(CompareByController, IsTheOrdinaryComparisonWithOneController) {
  const std::vector<double> first{1, 2, 3, 4, 5, 6}, second{2, 4, 3, 5, 4, 9};

  const PairedComparison nested = compare_paired(ByController{first}, ByController{second}, {.seed = 5});
  const PairedComparison ordinary = compare_paired(first, second, {.seed = 5});

  EXPECT_EQ(nested.ci95.low, ordinary.ci95.low);
  EXPECT_EQ(nested.p, ordinary.p);
  EXPECT_EQ(nested.controllers, 1u);
}

TEST(CompareByController, CountsAProblemByItsMeanOverTheControllers) {
  const ByController first{{1, 2, 3, 4, 5, 6}, {3, 2, 1, 4, 7, 8}};  // means 2 2 2 4 6 7
  const ByController second{{3, 3, 2, 3, 8, 9}};                     // differences -1 -1 0 1 -2 -2

  const PairedComparison result = compare_paired(first, second, {.seed = 5});

  EXPECT_DOUBLE_EQ(result.mean_difference, -5.0 / 6);
  EXPECT_EQ(result.wins, 4u);
  EXPECT_EQ(result.losses, 1u);
  EXPECT_EQ(result.n, 6u);
  EXPECT_EQ(result.controllers, 2u);
}

// The second controller loses everywhere: on the problems as they are the mean is clear, for controllers trained anew
// it is not.
TEST(CompareByController, KnowsThatControllersMayDiffer) {
  const std::vector<double> other(12, 0.0);
  const ByController controllers{std::vector<double>(12, -3.0), std::vector<double>(12, 1.0)};

  const PairedComparison result = compare_paired(controllers, ByController{other}, {.seed = 1});

  EXPECT_EQ(compare_paired(mean_by_problem(controllers), other, {.seed = 1}).verdict, Verdict::kBetter);
  EXPECT_EQ(result.verdict, Verdict::kInconclusive);
  EXPECT_EQ(result.settled_by, std::nullopt);
  EXPECT_GT(result.p, 0.3);  // a quarter of the resamples have the second controller twice
}

TEST(CompareByController, PairsTheRowsOfOneController) {
  const ByController first{{1, 2, 3, 4, 5, 6}, {11, 12, 13, 14, 15, 16}};
  const ByController replay{{2, 3, 4, 5, 6, 7}, {12, 13, 14, 15, 16, 17}};  // always one more

  const PairedComparison apart = compare_paired(first, replay, {.seed = 1});
  const PairedComparison together = compare_paired(first, replay, {.seed = 1, .same_controllers = true});

  EXPECT_EQ(apart.verdict, Verdict::kInconclusive);
  EXPECT_EQ(together.verdict, Verdict::kBetter);
  EXPECT_NEAR(together.ci95.low, -1, 1e-12);
  EXPECT_EQ(together.improvement.probability, 1);
}

TEST(CompareByController, CountsADivergedRunAsTheWorst) {
  const ByController first{{1, kNan}, {1, 3}};

  const PairedComparison result = compare_paired(first, ByController{{2, 5}}, {});

  EXPECT_DOUBLE_EQ(result.mean_difference, ((1 - 2) + (4 - 5)) / 2.0);
  EXPECT_EQ(result.diverged_first, 1u);
}

TEST(CompareByController, RefusesTablesThatDoNotFit) {
  EXPECT_THROW(compare_paired(ByController{}, ByController{{1.0}}, {}), std::invalid_argument);
  EXPECT_THROW(compare_paired(ByController{{1.0}, {1.0}}, ByController{{1.0}}, {.same_controllers = true}),
               std::invalid_argument);
}

}  // namespace
}  // namespace autoloss
