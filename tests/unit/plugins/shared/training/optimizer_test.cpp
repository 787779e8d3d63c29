#include "plugins/shared/training/optimizer.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/unit/plugins/support/memory_stream.hpp"

namespace autoloss::training {
namespace {

// One parameter in a block; slopes are given by hand.
class OptimizerTest : public ::testing::Test {
 protected:
  void start(const OptimizerSettings& settings) { optimizer_.start(settings, 2, 1); }

  float update(std::size_t loss, float slope) {
    gradient_[0] = slope;
    optimizer_.update(loss, {gradient_.data(), 0.0f}, {copies_.data(), copies_.data(), 1}, theta_.data());
    return theta_[0];
  }

  Optimizer optimizer_;
  AlignedFloats copies_ = {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
  AlignedFloats gradient_ = AlignedFloats(kBlock, 0.0f);
  AlignedFloats theta_ = AlignedFloats(kBlock, 0.0f);
};

// Slope 2: m = .2, v = .004, corrected 2 and 4, so the step is the rate. Then slope -1: m = .08, v = .004996;
// corrected by 1 - .81 and 1 - .998001: .08 / .19 = .421053 and sqrt(.004996 / .001999) = 1.580902.
TEST_F(OptimizerTest, AdamTakesTheStepsWorkedOutByHand) {
  start({.learning_rate = 0.1});

  EXPECT_NEAR(update(0, 2.0f), -0.1, 1e-6);
  EXPECT_NEAR(update(0, -1.0f), -0.1 - 0.1 * 0.421053 / 1.580902, 1e-6);
}

TEST_F(OptimizerTest, SharedMomentsMixTheLosses) {
  start({.learning_rate = 0.1, .shared = true});

  update(0, 2.0f);

  EXPECT_NEAR(update(1, -1.0f), -0.1 - 0.1 * 0.421053 / 1.580902, 1e-6);
}

TEST_F(OptimizerTest, SeparateMomentsKeepTheLossesApart) {
  start({.learning_rate = 0.1, .shared = false});

  update(0, 2.0f);

  EXPECT_NEAR(update(1, -1.0f), -0.1 + 0.1, 1e-6);
}

TEST_F(OptimizerTest, GradientDescentHasNoMemory) {
  start({.method = OptimizerSettings::Method::kSgd, .learning_rate = 0.1});

  update(0, 2.0f);

  EXPECT_NEAR(update(0, -1.0f), -0.2 + 0.1, 1e-6);
}

TEST_F(OptimizerTest, StartsAfresh) {
  start({.learning_rate = 0.1});
  update(0, 2.0f);
  theta_[0] = 0.0f;

  start({.learning_rate = 0.1});

  EXPECT_NEAR(update(0, -1.0f), 0.1, 1e-6);
}

TEST_F(OptimizerTest, GoesOnFromASavedState) {
  start({.learning_rate = 0.1, .shared = false});
  update(0, 2.0f);
  const std::string state = test::saved(optimizer_);
  const float before = theta_[0];
  const float after = update(0, 0.3f);

  start({.learning_rate = 0.1, .shared = false});
  test::load(optimizer_, state);
  theta_[0] = before;

  EXPECT_EQ(update(0, 0.3f), after);
}

TEST_F(OptimizerTest, RefusesAStateOfOtherMoments) {
  start({.shared = false});
  const std::string state = test::saved(optimizer_);
  optimizer_.start({.shared = false}, 2, 3);

  EXPECT_THROW(test::load(optimizer_, state), sdk::Error);
}

}  // namespace
}  // namespace autoloss::training
