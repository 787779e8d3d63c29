#include "plugins/tasks/nmt/model/dropout_mask.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <vector>

namespace autoloss::nmt {
namespace {

std::vector<float> drawn(uint64_t key, double probability, std::size_t count) {
  std::vector<float> mask(count);
  dropout_mask(key, probability, mask.data(), count);
  return mask;
}

TEST(DropoutMask, LeavesTheShareItShouldAndScalesItUp) {
  const std::vector<float> mask = drawn(1, 0.2, 100'000);

  const auto left = static_cast<double>(std::count(mask.begin(), mask.end(), 1.25f));
  const auto out = static_cast<double>(std::count(mask.begin(), mask.end(), 0.0f));

  EXPECT_EQ(left + out, 100'000);
  EXPECT_NEAR(left / 100'000, 0.8, 0.005);  // four standard deviations
}

TEST(DropoutMask, IsAFunctionOfKeyAndPlace) {
  const std::vector<float> mask = drawn(1, 0.5, 1000), shorter = drawn(1, 0.5, 37);

  EXPECT_TRUE(std::equal(shorter.begin(), shorter.end(), mask.begin()));
  EXPECT_NE(drawn(2, 0.5, 1000), mask);
}

TEST(DropoutMask, OfNeighbouringKeysHaveNothingInCommon) {
  const std::vector<float> one = drawn(1, 0.5, 100'000), other = drawn(2, 0.5, 100'000);
  double same = 0;
  for (std::size_t place = 0; place < one.size(); ++place) same += one[place] == other[place] ? 1 : 0;

  EXPECT_NEAR(same / 100'000, 0.5, 0.0065);
}

}  // namespace
}  // namespace autoloss::nmt
