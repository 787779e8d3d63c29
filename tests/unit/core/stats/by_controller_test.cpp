#include "core/stats/by_controller.hpp"

#include <gmock/gmock.h>

#include <stdexcept>

namespace autoloss {
namespace {

using testing::ElementsAre;

TEST(MeanByProblem, AveragesOverTheControllers) {
  EXPECT_THAT(mean_by_problem({{1, 2, 3}, {3, 2, 7}}), ElementsAre(2, 2, 5));
  EXPECT_THAT(mean_by_problem({{1, 2}}), ElementsAre(1, 2));
  EXPECT_TRUE(mean_by_problem({}).empty());
}

TEST(MeanByProblem, RefusesRowsOfDifferentLengths) {
  EXPECT_THROW(mean_by_problem({{1, 2}, {1}}), std::invalid_argument);
}

// Rows 1 5, 3 7, 8 6: means 3 5 7, overall 5; of the columns 4 6. Controllers: 2 (4 + 0 + 4) = 16 over 2 = 8.
// Residuals -1 1, -1 1, 2 -2: 12 over 2 = 6. (8 - 6) / 2 = 1, over three controllers.
TEST(VarianceByControllers, FollowsTheTwoWayLayout) {
  EXPECT_DOUBLE_EQ(variance_by_controllers({{1, 5}, {3, 7}, {8, 6}}), 1.0 / 3);
}

TEST(VarianceByControllers, IsNoneWhereControllersDifferNoMoreThanChanceHasIt) {
  EXPECT_EQ(variance_by_controllers({{1, 3}, {3, 1}}), 0);  // equal means
  EXPECT_EQ(variance_by_controllers({{1, 3, 5}}), 0);
}

}  // namespace
}  // namespace autoloss
