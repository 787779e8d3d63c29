#include "plugins/shared/training/descent.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <autoloss/cpp/random.hpp>
#include <cmath>

#include "plugins/shared/training/aligned.hpp"
#include "tests/unit/plugins/support/instruction_sets.hpp"

namespace autoloss::training {
namespace {

// Two and a half blocks of parameters, some of them standing for two.
class Descent : public test::EachInstructionSet {
 protected:
  static constexpr std::size_t kBlocks = 3, kWidth = kBlocks * kBlock, kUsed = 40;

  static AlignedFloats random_parameters(uint64_t key) {
    sdk::Stream stream(key);
    AlignedFloats theta(kWidth, 0.0f);
    std::generate_n(theta.begin(), kUsed, [&] { return static_cast<float>(stream.normal()); });
    return theta;
  }

  Descent() : theta_(random_parameters(3)) {
    for (std::size_t i = 0; i < kWidth; ++i) {
      copies_[i] = i >= kUsed ? 0.0f : i % 3 == 0 ? 2.0f : 1.0f;
      share_[i] = i >= kUsed ? 0.0f : 1.0f / copies_[i];
    }
  }
  Folding folding() const { return {copies_.data(), share_.data(), kBlocks}; }

  // What a step reads of the model's gradient: the share of each copy, and the L1 term.
  double slope(std::size_t i, const AlignedFloats& gradient, double l1_weight) const {
    const double sign = theta_[i] > 0 ? 1.0 : theta_[i] < 0 ? -1.0 : 0.0;
    return gradient[i] * share_[i] + l1_weight * sign;
  }

  AlignedFloats theta_;
  AlignedFloats copies_ = AlignedFloats(kWidth), share_ = AlignedFloats(kWidth);
};

TEST_P(Descent, RunTheInstructionsChosen) {
  EXPECT_STREQ(instruction_set(), hwy::TargetName(GetParam()));
}

TEST_P(Descent, ASlopeIsSummedOverTheParametersOfTheModel) {
  theta_[5] = 0.0f;  // where |theta| has no slope
  const AlignedFloats gradient = random_parameters(4);

  const SlopeSums both = measure_slope({gradient.data(), 0.5f}, folding(), theta_.data());
  const SlopeSums penalty = measure_slope({nullptr, 0.5f}, folding(), theta_.data());

  double squares = 0, absolute = 0, penalty_squares = 0;
  const AlignedFloats none(kWidth);
  for (std::size_t i = 0; i < kUsed; ++i) {
    squares += copies_[i] * std::pow(slope(i, gradient, 0.5), 2);
    penalty_squares += copies_[i] * std::pow(slope(i, none, 0.5), 2);
    absolute += copies_[i] * std::abs(theta_[i]);
  }
  EXPECT_NEAR(both.squared_norm, squares, 1e-5 * squares);
  EXPECT_NEAR(both.l1_norm, absolute, 1e-5 * absolute);
  EXPECT_NEAR(penalty.squared_norm, penalty_squares, 1e-5 * penalty_squares);
  EXPECT_NEAR(penalty.l1_norm, absolute, 1e-5 * absolute);
}

TEST_P(Descent, AdamFollowsItsFormulaAndLeavesThePaddingAlone) {
  const AlignedFloats gradient = random_parameters(4), first = random_parameters(5);
  AlignedFloats second = random_parameters(6), theta = theta_, m = first;
  for (float& value : second) value *= value;
  AlignedFloats v = second;
  const AdamStep step{0.01f, 1.5f, 0.9f, 0.99f, 1e-3f};

  adam_update(step, {gradient.data(), 0.25f}, folding(), theta.data(), m.data(), v.data());

  for (std::size_t i = 0; i < kUsed; ++i) {
    const double g = slope(i, gradient, 0.25);
    const double new_m = 0.9 * first[i] + 0.1 * g;
    const double new_v = 0.99 * second[i] + 0.01 * g * g;
    EXPECT_NEAR(m[i], new_m, 1e-6);
    EXPECT_NEAR(v[i], new_v, 1e-6);
    EXPECT_NEAR(theta[i], theta_[i] - 0.01 * new_m / (1.5 * std::sqrt(new_v) + 1e-3), 1e-6);
  }
  for (std::size_t i = kUsed; i < kWidth; ++i) EXPECT_EQ(theta[i], 0.0f);
}

TEST_P(Descent, GradientDescentGoesDownTheSlope) {
  AlignedFloats theta = theta_;

  sgd_update(0.1f, {nullptr, 0.25f}, folding(), theta.data());

  const AlignedFloats none(kWidth);
  for (std::size_t i = 0; i < kWidth; ++i) EXPECT_NEAR(theta[i], theta_[i] - 0.1 * slope(i, none, 0.25), 1e-6);
}

AUTOLOSS_FOR_EACH_INSTRUCTION_SET(Descent);

}  // namespace
}  // namespace autoloss::training
