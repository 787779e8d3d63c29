#include "core/engine/feature_sample.hpp"

#include <utility>

namespace autoloss {

std::vector<double> FeatureSample::column(std::size_t feature) const {
  std::vector<double> values;
  for (std::size_t index = 0; index < size(); ++index) values.push_back(row(index)[feature]);
  return values;
}

void FeatureSampler::add(const Trajectory& decisions) {
  const std::size_t count = decisions.starts.size();
  const std::size_t width = count == 0 ? 0 : decisions.features.size() / count;
  for (std::size_t index = 0; index < count; ++index) {
    if (seen_++ % stride_ != 0) continue;
    const auto row = decisions.features.begin() + static_cast<std::ptrdiff_t>(index * width);
    sample_.steps.push_back(decisions.starts[index]);
    sample_.features.insert(sample_.features.end(), row, row + static_cast<std::ptrdiff_t>(width));
    if (sample_.size() > kMost) thin();
  }
}

void FeatureSampler::thin() {
  FeatureSample half;
  for (std::size_t index = 0; index < sample_.size(); index += 2) {
    const std::span<const double> row = sample_.row(index);
    half.steps.push_back(sample_.steps[index]);
    half.features.insert(half.features.end(), row.begin(), row.end());
  }
  sample_ = std::move(half);
  stride_ *= 2;
}

}  // namespace autoloss
