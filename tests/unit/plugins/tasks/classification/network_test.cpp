#include "plugins/tasks/classification/network.hpp"

#include <gtest/gtest.h>

#include <numeric>

#include "reference.hpp"
#include "tests/unit/plugins/support/instruction_sets.hpp"

namespace autoloss::classification {
namespace {

// Sizes that are no whole blocks, tiles or panels.
const std::vector<std::vector<std::size_t>> kShapes{{5, 2}, {7, 3, 2}, {32, 32, 2}, {21, 19, 35, 4}};

class NetworkTest : public test::EachInstructionSet {
 protected:
  void start(const std::vector<std::size_t>& widths, std::size_t rows) {
    network_ = Network(widths);
    rows_ = random_rows(rows, widths.front(), widths.back(), 7);
    batch_ = Batch(rows_);
    copies_ = network_.copies();
    theta_.assign(copies_.size(), 0.0f);
    network_.draw({0.5, 0.1}, 3, theta_.data());
    pass_.start(network_);
  }

  // What stands where no padding is.
  std::vector<double> without_padding(const training::AlignedFloats& values) const {
    std::vector<double> list;
    for (std::size_t i = 0; i < values.size(); ++i)
      if (copies_[i] > 0) list.push_back(values[i]);
    return list;
  }

  Network network_;
  NetworkPass pass_;
  Rows rows_;
  Batch batch_;
  training::AlignedFloats copies_, theta_;
};

TEST_P(NetworkTest, CountsItsParameters) {
  start({32, 32, 2}, 1);

  EXPECT_EQ(network_.parameter_count(), 32 * 32 + 32 + 32 * 2 + 2u);
  EXPECT_EQ(std::accumulate(copies_.begin(), copies_.end(), 0.0f), 32 * 32 + 32 + 32 * 2 + 2);
}

TEST_P(NetworkTest, ScoresAsTheReferenceDoes) {
  for (const auto& widths : kShapes) {
    for (const std::size_t rows : {1u, 16u, 37u, 300u}) {
      start(widths, rows);
      const ReferenceNetwork reference(widths);

      const Score score = pass_.score(theta_.data(), batch_);

      const std::vector<double> theta = without_padding(theta_);
      EXPECT_NEAR(score.cross_entropy, reference.cross_entropy(theta, rows_), 1e-5) << widths.size() << ' ' << rows;
      EXPECT_DOUBLE_EQ(score.errors, reference.error(theta, rows_)) << widths.size() << ' ' << rows;
    }
  }
}

TEST_P(NetworkTest, TheGradientIsThatOfFiniteDifferences) {
  for (const auto& widths : kShapes) {
    start(widths, 37);
    const ReferenceNetwork reference(widths);
    training::AlignedFloats gradient(theta_.size(), 0.0f);

    const Score score = pass_.gradient(theta_.data(), batch_, gradient.data());

    std::vector<double> theta = without_padding(theta_);
    const std::vector<double> found = without_padding(gradient);
    EXPECT_NEAR(score.cross_entropy, reference.cross_entropy(theta, rows_), 1e-5);
    constexpr double kStep = 1e-5;
    for (std::size_t i = 0; i < theta.size(); ++i) {
      const double here = theta[i];
      theta[i] = here + kStep;
      const double above = reference.cross_entropy(theta, rows_);
      theta[i] = here - kStep;
      const double below = reference.cross_entropy(theta, rows_);
      theta[i] = here;
      ASSERT_NEAR(found[i], (above - below) / (2 * kStep), 2e-5) << widths.size() << " layers, parameter " << i;
    }
  }
}

TEST_P(NetworkTest, TheGradientLeavesThePaddingZero) {
  start({21, 19, 35, 4}, 37);
  training::AlignedFloats gradient(theta_.size(), 0.0f);

  pass_.gradient(theta_.data(), batch_, gradient.data());

  for (std::size_t i = 0; i < gradient.size(); ++i) ASSERT_TRUE(copies_[i] > 0 || gradient[i] == 0.0f) << i;
}

TEST_P(NetworkTest, GathersTheRowsOfAMinibatch) {
  start({7, 3, 2}, 37);
  const std::vector<uint32_t> some{36, 0, 5, 5};
  Rows same{some.size(), 7, {}, {}};
  for (const uint32_t row : some) {
    same.inputs.insert(same.inputs.end(), rows_.input(row).begin(), rows_.input(row).end());
    same.labels.push_back(rows_.labels[row]);
  }
  Batch gathered;
  gathered.gather(batch_, {std::vector<uint32_t>(20, 1)});  // of another size before
  gathered.gather(batch_, some);

  const Score expected = pass_.score(theta_.data(), Batch(same));
  const Score found = pass_.score(theta_.data(), gathered);

  EXPECT_EQ(found.cross_entropy, expected.cross_entropy);
  EXPECT_EQ(found.errors, expected.errors);
}

TEST_P(NetworkTest, EqualLogitsAreTakenForTheFirstClass) {
  start({5, 3}, 30);
  std::fill(theta_.begin(), theta_.end(), 0.0f);

  const Score score = pass_.score(theta_.data(), batch_);

  const auto first = static_cast<double>(std::count(rows_.labels.begin(), rows_.labels.end(), 0u));
  EXPECT_DOUBLE_EQ(score.errors, 1 - first / 30);
  EXPECT_NEAR(score.cross_entropy, std::log(3.0), 1e-6);
}

TEST_P(NetworkTest, LargeLogitsStayFinite) {
  start({5, 2}, 30);
  for (float& value : theta_) value *= 1e4f;

  const Score score = pass_.score(theta_.data(), batch_);

  EXPECT_TRUE(std::isfinite(score.cross_entropy));
}

TEST_P(NetworkTest, WeightsAreNormalCutAtTwoDeviations) {
  start({200, 100, 2}, 1);
  network_.draw({0.1, 0.3}, 5, theta_.data());

  double squares = 0;
  const std::vector<double> theta = without_padding(theta_);
  for (std::size_t i = 0; i < 200 * 100; ++i) {
    ASSERT_LE(std::abs(theta[i]), 0.2 + 1e-7);
    squares += theta[i] * theta[i];
  }
  // A normal distribution cut at two deviations has .8796 of its deviation left.
  EXPECT_NEAR(std::sqrt(squares / (200 * 100)), 0.08796, 0.001);
  EXPECT_FLOAT_EQ(static_cast<float>(theta[200 * 100]), 0.3f);
}

AUTOLOSS_FOR_EACH_INSTRUCTION_SET(NetworkTest);

}  // namespace
}  // namespace autoloss::classification
