#include "plugins/tasks/regression/generator.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace autoloss::regression {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::Ge;
using ::testing::Le;
using ::testing::Ne;

TEST(Generator, MakesTheSameRowsForTheSameSeed) {
  const Rows first = Generator({}, 7).rows(Partition::kTest);
  const Rows second = Generator({}, 7).rows(Partition::kTest);

  EXPECT_EQ(first.inputs, second.inputs);
  EXPECT_EQ(first.targets, second.targets);
}

TEST(Generator, MakesOtherRowsForAnotherSeedAndInAnotherPartition) {
  const Generator generator({}, 7);

  EXPECT_THAT(Generator({}, 8).rows(Partition::kTest).inputs, Ne(generator.rows(Partition::kTest).inputs));
  EXPECT_THAT(generator.rows(Partition::kScore).inputs, Ne(generator.rows(Partition::kTest).inputs));
}

TEST(Generator, KeepsItsRowsWhenThereAreMore) {
  const Rows few = Generator({.rows = 10}, 7).rows(Partition::kTaskTrain);
  const Rows many = Generator({.rows = 50}, 7).rows(Partition::kTaskTrain);

  EXPECT_EQ(many.slice(0, 10).inputs, few.inputs);
  EXPECT_EQ(many.slice(0, 10).targets, few.targets);
}

TEST(Generator, ScalesTheSameNoise) {
  const Rows quiet = Generator({.rows = 20, .noise = 1.0}, 7).rows(Partition::kTaskTrain);
  const Rows loud = Generator({.rows = 20, .noise = 3.0}, 7).rows(Partition::kTaskTrain);

  EXPECT_EQ(quiet.inputs, loud.inputs);
  for (std::size_t row = 0; row < 20; ++row) EXPECT_NEAR(loud.noise[row], 3.0 * quiet.noise[row], 1e-5);
}

TEST(Generator, DrawsFromTheDistributionsOfThePaper) {
  const Generator generator({.dimensions = 16, .rows = 4000, .noise = 2.0}, 3);
  const Rows rows = generator.rows(Partition::kControllerTrain);

  const std::vector<double> weights(generator.true_weights().begin(), generator.true_weights().end());
  double input_squares = 0, noise_squares = 0;
  for (const float u : rows.inputs) input_squares += u * u;
  for (const float e : rows.noise) noise_squares += e * e;
  EXPECT_THAT(weights, Each(AllOf(Ge(-0.5), Le(0.5))));
  EXPECT_THAT(rows.inputs, Each(AllOf(Ge(-5.0f), Le(5.0f))));
  EXPECT_NEAR(input_squares / static_cast<double>(rows.inputs.size()), 25.0 / 3.0, 0.1);
  EXPECT_NEAR(noise_squares / static_cast<double>(rows.count), 4.0, 4 * 4.0 * std::sqrt(2.0 / 4000));
}

TEST(Generator, AddsNoiseToALinearModel) {
  const Generator generator({.dimensions = 3, .rows = 5}, 3);
  const Rows rows = generator.rows(Partition::kTest);

  for (std::size_t row = 0; row < rows.count; ++row) {
    double clean = 0;
    for (std::size_t i = 0; i < 3; ++i) clean += generator.true_weights()[i] * rows.input(row)[i];
    EXPECT_NEAR(rows.targets[row], clean + rows.noise[row], 1e-5);
  }
}

}  // namespace
}  // namespace autoloss::regression
