#include "core/engine/segment_reward.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace autoloss {
namespace {

RewardConfig config_with(int64_t window, double constant = 1) {
  RewardConfig config;
  config.window = window;
  config.constant = constant;
  config.epsilon = 0;
  config.most = 0;
  return config;
}

TEST(SegmentRewards, CompareAnImprovementWithTheMeanOfThoseBefore) {
  const RewardConfig config = config_with(2, 10);
  SegmentRewards rewards(config, false, 20);  // less is better

  EXPECT_EQ(rewards.next(16), 0);                      // nothing before it
  EXPECT_DOUBLE_EQ(*rewards.next(14), 10 * 2 / 4.0);   // one before it: 4
  EXPECT_DOUBLE_EQ(*rewards.next(13), 10 * 1 / 3.0);   // (20 - 14) / 2
  EXPECT_DOUBLE_EQ(*rewards.next(15), 10 * -2 / 1.5);  // (16 - 13) / 2
}

TEST(SegmentRewards, FollowTheDirectionOfTheMetric) {
  const RewardConfig config = config_with(1);
  SegmentRewards rewards(config, true, 0);
  rewards.next(2);
  EXPECT_DOUBLE_EQ(*rewards.next(3), 0.5);
}

TEST(SegmentRewards, NeverPayForGettingWorse) {
  const RewardConfig safe = config_with(5);
  RewardConfig printed = config_with(5);
  printed.literal = true;
  SegmentRewards rewards(safe, false, 1);
  SegmentRewards literal(printed, false, 1);
  rewards.next(2), literal.next(2);

  EXPECT_DOUBLE_EQ(*rewards.next(3), -1);
  EXPECT_DOUBLE_EQ(*literal.next(3), 1);  // worse after worse: the signs cancel
}

TEST(SegmentRewards, AreClippedBeforeTheConstant) {
  RewardConfig config = config_with(5, 3);
  config.most = 2;
  SegmentRewards rewards(config, false, 10);
  rewards.next(9);
  EXPECT_EQ(rewards.next(1), 6);
}

TEST(SegmentRewards, PlainOnesAddUpToTheWholeGain) {
  RewardConfig config = config_with(5);
  config.relative = false;
  config.form = "negative_log";
  SegmentRewards rewards(config, false, 8);
  EXPECT_DOUBLE_EQ(*rewards.next(4) + *rewards.next(16) + *rewards.next(2), std::log(4));
}

TEST(SegmentRewards, AreNothingWhereTheMetricIsNotFinite) {
  const RewardConfig config = config_with(5);
  SegmentRewards rewards(config, false, 8);
  EXPECT_FALSE(rewards.next(std::nan("")));
  rewards.next(6);
  EXPECT_DOUBLE_EQ(*rewards.next(5), 0.5);
}

}  // namespace
}  // namespace autoloss
