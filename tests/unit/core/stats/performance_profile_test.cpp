#include "core/stats/performance_profile.hpp"

#include <gmock/gmock.h>

#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

namespace autoloss {
namespace {

using testing::DoubleEq;
using testing::Each;
using testing::ElementsAre;
using testing::IsNan;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

TEST(PerformanceProfile, IsTheShareOfResultsAtLeastAsGood) {
  const std::array values{0.1, 0.2, 0.2, 0.4};

  EXPECT_THAT(performance_profile(values, std::array{0.05, 0.1, 0.2, 0.3, 0.4}, Direction::kMinimize),
              ElementsAre(0, 0.25, 0.75, 0.75, 1));
  EXPECT_THAT(performance_profile(values, std::array{0.05, 0.2, 0.3, 0.5}, Direction::kMaximize),
              ElementsAre(1, 0.75, 0.25, 0));
}

TEST(PerformanceProfile, NeverReachesOneWhereRunsDiverged) {
  EXPECT_THAT(performance_profile(std::array{0.1, kNan}, std::array{1e9}, Direction::kMinimize), ElementsAre(0.5));
}

TEST(PerformanceProfile, IsNoneWithoutValues) {
  EXPECT_THAT(performance_profile(std::vector<double>{}, std::array{0.0, 1.0}, Direction::kMinimize), Each(IsNan()));
}

TEST(DistancesToBest, MeasureFromTheBestOnEachProblem) {
  const auto distances = distances_to_best({{1, 5, kNan}, {3, 4, kNan}, {2, kNan, kNan}}, Direction::kMinimize);

  EXPECT_THAT(distances[0], ElementsAre(DoubleEq(0), DoubleEq(1), IsNan()));
  EXPECT_THAT(distances[1], ElementsAre(DoubleEq(2), DoubleEq(0), IsNan()));
  EXPECT_THAT(distances[2], ElementsAre(DoubleEq(1), IsNan(), IsNan()));
}

TEST(DistancesToBest, RefuseListsOfDifferentLengths) {
  EXPECT_THROW(distances_to_best({{1, 2}, {1}}, Direction::kMaximize), std::invalid_argument);
}

}  // namespace
}  // namespace autoloss
