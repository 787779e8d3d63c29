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

}  // namespace
}  // namespace autoloss
