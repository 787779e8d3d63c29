#include "plugins/tasks/regression/kernels.hpp"

#include <gtest/gtest.h>

#include <autoloss/cpp/random.hpp>
#include <cmath>
#include <numeric>

#include "tests/unit/plugins/support/instruction_sets.hpp"

namespace autoloss::regression {
namespace {

class Kernels : public test::EachInstructionSet {
 protected:
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

  AlignedFloats features_, targets_, theta_;
};

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

AUTOLOSS_FOR_EACH_INSTRUCTION_SET(Kernels);

}  // namespace
}  // namespace autoloss::regression
