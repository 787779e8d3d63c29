#include "core/engine/feature_sample.hpp"

#include <gtest/gtest.h>

#include <array>

namespace autoloss {
namespace {

FeatureSample observations(uint64_t first, uint64_t count) {
  FeatureSample sample;
  for (uint64_t step = first; step < first + count; ++step)
    sample.add(step, std::array{static_cast<double>(step), -1.0});
  return sample;
}

TEST(FeatureSampler, KeepsEverythingWhileThereIsRoom) {
  FeatureSampler sampler;
  sampler.add(observations(0, 3));
  sampler.add(observations(10, 2));

  EXPECT_EQ(sampler.sample().steps, (std::vector<uint64_t>{0, 1, 2, 10, 11}));
  EXPECT_EQ(sampler.sample().column(0), (std::vector<double>{0, 1, 2, 10, 11}));
  EXPECT_EQ(sampler.sample().row(4)[1], -1);
}

TEST(FeatureSampler, IsEvenlySpreadOverAllItSaw) {
  FeatureSampler whole, parts;
  whole.add(observations(0, 10000));
  for (uint64_t first = 0; first < 10000; first += 100) parts.add(observations(first, 100));

  const std::vector<uint64_t>& steps = whole.sample().steps;
  EXPECT_EQ(steps, parts.sample().steps);
  EXPECT_LE(steps.size(), FeatureSampler::kMost);
  EXPECT_GT(steps.size(), FeatureSampler::kMost / 2);
  for (std::size_t index = 0; index < steps.size(); ++index) EXPECT_EQ(steps[index], index * 16);
}

TEST(FeatureSampler, TakesObservationsWithoutFeatures) {
  FeatureSampler sampler;
  FeatureSample blind;
  blind.steps = {0, 1};
  sampler.add(blind);
  EXPECT_EQ(sampler.sample().size(), 2u);
  EXPECT_EQ(sampler.sample().width(), 0u);
}

}  // namespace
}  // namespace autoloss
