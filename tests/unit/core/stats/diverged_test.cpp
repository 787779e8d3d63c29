#include "core/stats/diverged.hpp"

#include <gmock/gmock.h>

#include <array>
#include <cmath>
#include <limits>

namespace autoloss {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST(Diverged, CountsWhateverIsNotFinite) {
  EXPECT_EQ(count_diverged(std::array{1.0, kInfinity, std::nan(""), -kInfinity, 2.0}), 3u);
}

TEST(Diverged, WorstDependsOnTheDirection) {
  const std::array values{std::nan(""), 3.0, kInfinity, -2.0};

  EXPECT_EQ(worst_finite(values, Direction::kMinimize), 3.0);
  EXPECT_EQ(worst_finite(values, Direction::kMaximize), -2.0);
  EXPECT_TRUE(std::isnan(worst_finite(std::array{kInfinity}, Direction::kMinimize)));
}

TEST(Diverged, TakesTheGivenValue) {
  EXPECT_THAT(with_diverged_as(std::array{1.0, std::nan(""), kInfinity}, 9.0), testing::ElementsAre(1.0, 9.0, 9.0));
}

}  // namespace
}  // namespace autoloss
