// What a controller saw while it was trained: some of its observations, evenly spread over all of them.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace autoloss {

struct FeatureSample {
  std::vector<uint64_t> steps;   // steps that the training had taken, by observation
  std::vector<double> features;  // a row for each

  std::size_t size() const { return steps.size(); }
  std::size_t width() const { return steps.empty() ? 0 : features.size() / steps.size(); }
  std::span<const double> row(std::size_t index) const {
    return std::span<const double>(features).subspan(index * width(), width());
  }
  // The values of one feature.
  std::vector<double> column(std::size_t feature) const;
  // row: as wide as those before.
  void add(uint64_t step, std::span<const double> row);

  template <class Archive>
  void serialize(Archive& archive) {
    archive(steps, features);
  }
};

// Thins a stream of observations to at most kMost: every n-th, with n doubled whenever they become too many. What is
// kept depends on the stream alone. Not thread-safe.
class FeatureSampler {
 public:
  static constexpr std::size_t kMost = 1024;

  void add(const FeatureSample& observations);
  const FeatureSample& sample() const { return sample_; }

  template <class Archive>
  void serialize(Archive& archive) {
    archive(seen_, stride_, sample_);
  }

 private:
  void thin();

  uint64_t seen_ = 0;
  uint64_t stride_ = 1;
  FeatureSample sample_;
};

}  // namespace autoloss
