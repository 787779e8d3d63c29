#include "core/stats/bootstrap.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

#include "core/stats/descriptive.hpp"

namespace autoloss {
namespace {

// Survival in days of the treated mice of Efron and Tibshirani, "An introduction to the bootstrap", table 2.1.
constexpr std::array kMice{94.0, 197.0, 16.0, 38.0, 99.0, 141.0, 23.0};

// Means of all 7^7 resamples, in ascending order: what the bootstrap approaches.
std::vector<double> every_resampled_mean() {
  std::vector<double> means;
  for (int code = 0; code < 823543; ++code) {
    double sum = 0;
    for (int drawn = 0, rest = code; drawn < 7; ++drawn, rest /= 7) sum += kMice[static_cast<std::size_t>(rest % 7)];
    means.push_back(sum / 7);
  }
  std::sort(means.begin(), means.end());
  return means;
}

TEST(Bootstrap, ApproachesTheIntervalOverEveryResample) {
  const std::vector<double> means = every_resampled_mean();
  ASSERT_NEAR(standard_deviation(means), 23.36, 0.01);  // the limit printed there in table 2.2

  const Interval interval = bootstrap_interval_of_mean(kMice, 1, {.resamples = 200'000});

  EXPECT_NEAR(interval.low, quantile_of_sorted(means, 0.025), 0.4);
  EXPECT_NEAR(interval.high, quantile_of_sorted(means, 0.975), 0.4);
}

TEST(Bootstrap, NarrowsWithLessConfidence) {
  const Interval wide = bootstrap_interval_of_mean(kMice, 1);
  const Interval narrow = bootstrap_interval_of_mean(kMice, 1, {.confidence = 0.5});

  EXPECT_LT(wide.low, narrow.low);
  EXPECT_GT(wide.high, narrow.high);
}

TEST(Bootstrap, RepeatsItselfWithTheSeedOnly) {
  const Interval first = bootstrap_interval_of_mean(kMice, 7);
  const Interval again = bootstrap_interval_of_mean(kMice, 7);
  const Interval other = bootstrap_interval_of_mean(kMice, 8);

  EXPECT_EQ(first.low, again.low);
  EXPECT_EQ(first.high, again.high);
  EXPECT_NE(first.low, other.low);
}

TEST(Bootstrap, GivesNoIntervalForOneValue) {
  const Interval interval = bootstrap_interval_of_mean(std::array{3.0}, 1);

  EXPECT_TRUE(std::isnan(interval.low));
  EXPECT_TRUE(std::isnan(interval.high));
}

TEST(Bootstrap, RefusesAValueThatIsNotFinite) {
  EXPECT_THROW(bootstrap_interval_of_mean(std::array{1.0, std::nan("")}, 1), std::invalid_argument);
}

TEST(NestedBootstrap, IsTheOrdinaryOneWithASingleController) {
  const std::vector<double> mice(kMice.begin(), kMice.end());

  const Interval nested = nested_interval_of_mean({mice}, 7);
  const Interval ordinary = bootstrap_interval_of_mean(kMice, 7);

  EXPECT_EQ(nested.low, ordinary.low);
  EXPECT_EQ(nested.high, ordinary.high);
}

// Two controllers and two problems: 16 equally probable resamples. With rows 0 0 and 4 8 the mean of a resample is
// (share of the second controller) * (mean of the drawn 4s and 8s): 0 in 4 of 16, 2, 3, 3, 4 twice each, 4, 6, 6, 8.
TEST(NestedBootstrap, DrawsControllersAndTheSameProblemsForAll) {
  const std::vector<double> values = nested_resamples(
      {{0, 0}, {}, {0, 0}},
      [](const NestedDraw& drawn) { return drawn.first[1] * (4.0 * drawn.problems[0] + 8.0 * drawn.problems[1]) / 4; },
      3, {.resamples = 160'000});

  const auto share = [&](double value) {
    return static_cast<double>(std::count(values.begin(), values.end(), value)) / static_cast<double>(values.size());
  };
  EXPECT_NEAR(share(0), 4.0 / 16, 0.005);
  EXPECT_NEAR(share(2), 2.0 / 16, 0.005);
  EXPECT_NEAR(share(3), 4.0 / 16, 0.005);
  EXPECT_NEAR(share(4), 3.0 / 16, 0.005);
  EXPECT_NEAR(share(6), 2.0 / 16, 0.005);
  EXPECT_NEAR(share(8), 1.0 / 16, 0.005);
}

TEST(NestedBootstrap, IsWiderThanOneThatTakesTheControllersAsGiven) {
  const ByController values{{1, 2, 3, 4, 5, 6}, {3, 4, 5, 6, 7, 8}, {5, 6, 7, 8, 9, 10}};

  const Interval nested = nested_interval_of_mean(values, 1);
  const Interval given = bootstrap_interval_of_mean(mean_by_problem(values), 1);

  EXPECT_LT(nested.low, given.low - 0.5);
  EXPECT_GT(nested.high, given.high + 0.5);
}

// Every one of the 7^7 resamples of the mice loses its least and its greatest value, 7 / 4 of them at either end.
TEST(NestedBootstrap, ApproachesTheIntervalOfTheInterquartileMean) {
  std::vector<double> means;
  for (int code = 0; code < 823543; ++code) {
    std::vector<double> drawn;
    for (int i = 0, rest = code; i < 7; ++i, rest /= 7) drawn.push_back(kMice[static_cast<std::size_t>(rest % 7)]);
    means.push_back(interquartile_mean(drawn));
  }
  std::sort(means.begin(), means.end());

  const Interval interval = nested_interval_of_iqm({{kMice.begin(), kMice.end()}}, 1, {.resamples = 200'000});

  EXPECT_GE(interval.low, quantile_of_sorted(means, 0.023));
  EXPECT_LE(interval.low, quantile_of_sorted(means, 0.027));
  EXPECT_GE(interval.high, quantile_of_sorted(means, 0.973));
  EXPECT_LE(interval.high, quantile_of_sorted(means, 0.977));
}

TEST(NestedBootstrap, PoolsControllersInTheInterquartileMean) {
  // Every resample of two equal rows of equal values is the same.
  const Interval interval = nested_interval_of_iqm({{2, 2, 2}, {2, 2, 2}}, 1);

  EXPECT_DOUBLE_EQ(interval.low, 2);
  EXPECT_DOUBLE_EQ(interval.high, 2);
}

TEST(NestedBootstrap, RefusesAValueThatIsNotFinite) {
  EXPECT_THROW(nested_interval_of_mean({{1, 2}, {1, std::nan("")}}, 1), std::invalid_argument);
  EXPECT_THROW(nested_interval_of_iqm({{1, std::nan("")}}, 1), std::invalid_argument);
}

TEST(TwoSidedP, CountsWhatLiesOnTheRarerSide) {
  EXPECT_DOUBLE_EQ(two_sided_p({-1, 1, 2, 3, 4, 5, 6, 7, 8}), 2 * 2.0 / 10);
  EXPECT_DOUBLE_EQ(two_sided_p({1, 2, 3, 4, 5, 6, 7, 8, 9}), 2 * 1.0 / 10);
  EXPECT_DOUBLE_EQ(two_sided_p({0, 0, 0}), 1);
}

}  // namespace
}  // namespace autoloss
