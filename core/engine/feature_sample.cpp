#include "core/engine/feature_sample.hpp"

#include <utility>

namespace autoloss {

std::vector<double> FeatureSample::column(std::size_t feature) const {
  std::vector<double> values;
  for (std::size_t index = 0; index < size(); ++index) values.push_back(row(index)[feature]);
  return values;
}

void FeatureSample::add(uint64_t step, std::span<const double> row) {
  steps.push_back(step);
  features.insert(features.end(), row.begin(), row.end());
}

void FeatureSampler::add(const FeatureSample& observations) {
  for (std::size_t index = 0; index < observations.size(); ++index) {
    if (seen_++ % stride_ != 0) continue;
    sample_.add(observations.steps[index], observations.row(index));
    if (sample_.size() > kMost) thin();
  }
}

void FeatureSampler::thin() {
  FeatureSample half;
  for (std::size_t index = 0; index < sample_.size(); index += 2) half.add(sample_.steps[index], sample_.row(index));
  sample_ = std::move(half);
  stride_ *= 2;
}

}  // namespace autoloss
