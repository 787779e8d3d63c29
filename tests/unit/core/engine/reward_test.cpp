#include "core/engine/reward.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace autoloss {
namespace {

RewardConfig form(const std::string& name, double constant = 1) {
  RewardConfig config;
  config.form = name;
  config.constant = constant;
  return config;
}

TEST(Reward, HasTheFormsOfThePaperAndOurs) {
  EXPECT_DOUBLE_EQ(*reward_of(form("negative"), 4, false), -4);
  EXPECT_DOUBLE_EQ(*reward_of(form("negative", 2), 4, true), 8);
  EXPECT_DOUBLE_EQ(*reward_of(form("negative_log"), 4, false), -std::log(4.0));
  EXPECT_DOUBLE_EQ(*reward_of(form("inverse", 20000), 4, false), 5000);
  EXPECT_DOUBLE_EQ(*reward_of(form("square", 10), 3, true), 90);
  EXPECT_DOUBLE_EQ(*reward_of(form("inverse_accuracy", 1000), 0.2, false), -1250);
  EXPECT_THROW(reward_of(form("wishful"), 1, false), ConfigError);
}

TEST(Reward, IsNothingWhereItIsNotFinite) {
  EXPECT_FALSE(reward_of(form("negative_log"), -1, false));
  EXPECT_FALSE(reward_of(form("negative"), std::nan(""), false));
}

TEST(Reward, OfTheReleaseFollowsTheValidation) {
  RewardConfig config;
  config.shaping = 2;
  config.shaping_most = 5;

  const std::vector<double> rewards = shaping_rewards(std::vector{10.0, 6.0, 7.0}, config, false);

  // First change: the average is the change itself, so the root is about 1. Then .9 * 4 + .1 * -1 = 3.5.
  ASSERT_EQ(rewards.size(), 2u);
  EXPECT_NEAR(rewards[0], 2 * std::sqrt(4 / (4 + 1e-5)), 1e-12);
  EXPECT_NEAR(rewards[1], -2 * std::sqrt(1 / (3.5 + 1e-5)), 1e-12);
}

TEST(MovingBaseline, TakesARewardInBeforeItIsSubtracted) {
  MovingBaseline baseline{0.75};
  EXPECT_DOUBLE_EQ(baseline.advantage(4.0), 0);
  EXPECT_DOUBLE_EQ(baseline.advantage(8.0), 8 - (0.75 * 4 + 0.25 * 8));
}

TEST(Advantage, IsStandardisedWithinTheGroup) {
  const std::vector<double> result = standardised(std::vector{1.0, 2.0, 3.0});
  EXPECT_DOUBLE_EQ(result[0], -std::sqrt(1.5));
  EXPECT_DOUBLE_EQ(result[1], 0);
  EXPECT_DOUBLE_EQ(result[2], std::sqrt(1.5));
  EXPECT_EQ(standardised(std::vector{2.0, 2.0}), (std::vector{0.0, 0.0}));
}

TEST(Advantage, IsClippedFromBothSides) {
  EXPECT_DOUBLE_EQ(clip_advantage(30, 20, 1), 20);
  EXPECT_DOUBLE_EQ(clip_advantage(-0.25, 20, 1), -1);
  EXPECT_DOUBLE_EQ(clip_advantage(0, 20, 1), 0);
  EXPECT_DOUBLE_EQ(clip_advantage(30, 0, 0), 30);
}

TEST(Advantage, OfADivergedEpisodeIsTheLeastOfItsGroup) {
  TrainConfig config;
  config.baseline = "none";
  config.advantage_most = 0;
  config.reward.least = -100;
  MovingBaseline unused{0.5};

  const std::vector<double> result =
      advantages(config, {1.0, std::nullopt, -3.0, std::nullopt, std::nullopt, std::nullopt}, 3, unused);

  EXPECT_EQ(result, (std::vector<double>{1, -3, -3, -100, -100, -100}));
}

TEST(Advantage, ComparesOnlyWithinAGroup) {
  TrainConfig config;
  config.advantage_most = 5;
  MovingBaseline unused{0.5};
  EXPECT_EQ(advantages(config, {1.0, 3.0, 101.0, 103.0}, 2, unused), (std::vector<double>{-1, 1, -1, 1}));
}

}  // namespace
}  // namespace autoloss
