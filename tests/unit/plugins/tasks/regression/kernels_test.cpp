#include "plugins/tasks/regression/kernels.hpp"

#include <gtest/gtest.h>
#include <hwy/highway.h>

#include <autoloss/cpp/random.hpp>
#include <cmath>
#include <numeric>

#include "plugins/tasks/regression/aligned.hpp"

namespace autoloss::regression {
namespace {

// Every test runs with each set of instructions that this processor has.
class Kernels : public ::testing::TestWithParam<int64_t> {
 protected:
  void SetUp() override { use(GetParam()); }
  void TearDown() override { use(0); }

  // Two and a half blocks of parameters, and rows that hold a linear combination of their features.
  static constexpr std::size_t kBlocks = 3, kWidth = kBlocks * kBlock, kUsed = 40, kRows = 70;

  static AlignedFloats random(std::size_t count, uint64_t key) {
    sdk::Stream stream(key);
    AlignedFloats values(count);
    for (float& value : values) value = static_cast<float>(stream.normal());
    return values;
  }
  static AlignedFloats random_parameters(uint64_t key) {
    AlignedFloats theta = random(kWidth, key);
    std::fill(theta.begin() + kUsed, theta.end(), 0.0f);
    return theta;
  }

  Kernels() : features_(random(kRows * kWidth, 1)), targets_(random(kRows, 2)), theta_(random_parameters(3)) {
    for (std::size_t i = 0; i < features_.size(); ++i)
      if (i % kWidth >= kUsed) features_[i] = 0.0f;
    for (std::size_t i = 0; i < kWidth; ++i) {
      copies_[i] = i >= kUsed ? 0.0f : i % 3 == 0 ? 2.0f : 1.0f;
      share_[i] = i >= kUsed ? 0.0f : 1.0f / copies_[i];
    }
  }

  double residual(std::size_t row) const {
    const float* features = features_.data() + row * kWidth;
    return std::inner_product(theta_.begin(), theta_.end(), features, 0.0) - targets_[row];
  }
  std::vector<double> mean_gradient(const std::vector<uint32_t>& rows) const {
    std::vector<double> gradient(kWidth);
    for (const uint32_t row : rows)
      for (std::size_t i = 0; i < kWidth; ++i)
        gradient[i] += 2.0 * residual(row) * features_[row * kWidth + i] / static_cast<double>(rows.size());
    return gradient;
  }
  double mean_square(const std::vector<uint32_t>& rows) const {
    double squares = 0;
    for (const uint32_t row : rows) squares += residual(row) * residual(row);
    return squares / static_cast<double>(rows.size());
  }
  static std::vector<uint32_t> all_rows() {
    std::vector<uint32_t> rows(kRows);
    std::iota(rows.begin(), rows.end(), 0u);
    return rows;
  }

  RowsView rows() const { return {features_.data(), targets_.data(), kBlocks}; }
  Folding folding() const { return {copies_.data(), share_.data(), kBlocks}; }

  // What a step reads of the model's gradient: the share of each copy, and the L1 term.
  double slope(std::size_t i, const AlignedFloats& gradient, double l1_weight) const {
    const double sign = theta_[i] > 0 ? 1.0 : theta_[i] < 0 ? -1.0 : 0.0;
    return gradient[i] * share_[i] + l1_weight * sign;
  }

  AlignedFloats features_, targets_, theta_;
  AlignedFloats copies_ = AlignedFloats(kWidth), share_ = AlignedFloats(kWidth);

 private:
  static void use(int64_t target) {
    hwy::SetSupportedTargetsForTest(target);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
  }
};

TEST_P(Kernels, RunTheInstructionsChosen) {
  EXPECT_STREQ(instruction_set(), hwy::TargetName(GetParam()));
}

TEST_P(Kernels, RowsGiveTheGradientOfTheirMeanSquare) {
  const std::vector<uint32_t> some{3, 69, 0, 21, 22};
  AlignedFloats gradient(kWidth, 7.0f);

  const double loss = rows_gradient(rows(), some.data(), some.size(), theta_.data(), gradient.data());

  const std::vector<double> expected = mean_gradient(some);
  EXPECT_NEAR(loss, mean_square(some), 1e-5 * loss);
  for (std::size_t i = 0; i < kWidth; ++i) EXPECT_NEAR(gradient[i], expected[i], 1e-4) << i;
}

TEST_P(Kernels, RowsGiveTheirMeanSquare) {
  EXPECT_NEAR(rows_loss(rows(), kRows, theta_.data()), mean_square(all_rows()), 1e-5 * mean_square(all_rows()));
}

TEST_P(Kernels, TheGramMatrixHoldsTheProductsOfItsTilesInOrder) {
  AlignedFloats tiles(tile_count(kBlocks) * kTileSize), moment(kWidth);

  add_to_gram(rows(), kRows, tiles.data(), moment.data());

  const float* tile = tiles.data();
  for (std::size_t left = 0; left < kBlocks; ++left) {
    for (std::size_t right = left; right < kBlocks; ++right, tile += kTileSize) {
      for (std::size_t place = 0; place < kTileSize; ++place) {
        double product = 0;
        for (std::size_t row = 0; row < kRows; ++row)
          product += static_cast<double>(features_[row * kWidth + left * kBlock + place / kBlock]) *
                     features_[row * kWidth + right * kBlock + place % kBlock];
        ASSERT_NEAR(tile[place], product, 1e-4) << left << ' ' << right << ' ' << place;
      }
    }
  }
}

TEST_P(Kernels, TheGramMatrixGivesTheGradientAndLossOfItsRows) {
  AlignedFloats tiles(tile_count(kBlocks) * kTileSize), moment(kWidth), gradient(kWidth, 7.0f);
  add_to_gram(rows(), kRows, tiles.data(), moment.data());
  const GramView gram{tiles.data(), moment.data(), kBlocks};
  const double constant = std::inner_product(targets_.begin(), targets_.end(), targets_.begin(), 0.0);

  const double with_gradient = constant + gram_gradient(gram, theta_.data(), gradient.data());
  const double alone = constant + gram_loss(gram, theta_.data());

  const double total = kRows * mean_square(all_rows());
  const std::vector<double> mean = mean_gradient(all_rows());
  EXPECT_NEAR(with_gradient, total, 1e-5 * total);
  EXPECT_NEAR(alone, total, 1e-5 * total);
  for (std::size_t i = 0; i < kWidth; ++i) EXPECT_NEAR(gradient[i], kRows * mean[i], 2e-3) << i;
}

TEST_P(Kernels, ASlopeIsSummedOverTheParametersOfTheModel) {
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

TEST_P(Kernels, AdamFollowsItsFormulaAndLeavesThePaddingAlone) {
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

TEST_P(Kernels, GradientDescentGoesDownTheSlope) {
  AlignedFloats theta = theta_;

  sgd_update(0.1f, {nullptr, 0.25f}, folding(), theta.data());

  const AlignedFloats none(kWidth);
  for (std::size_t i = 0; i < kWidth; ++i) EXPECT_NEAR(theta[i], theta_[i] - 0.1 * slope(i, none, 0.25), 1e-6);
}

INSTANTIATE_TEST_SUITE_P(Instructions, Kernels, ::testing::ValuesIn(hwy::SupportedAndGeneratedTargets()),
                         [](const auto& info) { return std::string(hwy::TargetName(info.param)); });

}  // namespace
}  // namespace autoloss::regression
