// The decisions that PPO learns from.
#pragma once

#include <autoloss/cpp/stream.hpp>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "plugins/shared/saved_values.hpp"

namespace autoloss::controllers {

// One decision: what was seen and done, how probable that was when it was done, and what it was worth.
struct Sample {
  std::span<const double> features;
  uint32_t action;
  double log_probability;
  double value;  // the critic's, back then
  double advantage;
  double target;  // what the critic should have said
};

// Keeps decisions; past its capacity the oldest makes room for the newest. Not thread-safe.
class ReplayBuffer {
 public:
  // capacity: 0 for any number.
  ReplayBuffer(std::size_t feature_count, std::size_t capacity) : feature_count_(feature_count), capacity_(capacity) {}

  std::size_t size() const { return rows_.size(); }

  void add(const Sample& sample) {
    const Row row{sample.action, 0, sample.log_probability, sample.value, sample.advantage, sample.target};
    if (capacity_ == 0 || rows_.size() < capacity_) {
      rows_.push_back(row);
      features_.insert(features_.end(), sample.features.begin(), sample.features.end());
      return;
    }
    rows_[oldest_] = row;
    std::copy(sample.features.begin(), sample.features.end(),
              features_.begin() + static_cast<std::ptrdiff_t>(oldest_ * feature_count_));
    oldest_ = (oldest_ + 1) % capacity_;
  }
  void clear() {
    rows_.clear();
    features_.clear();
    oldest_ = 0;
  }

  Sample at(std::size_t index) const {
    const Row& row = rows_[index];
    return {{features_.data() + index * feature_count_, feature_count_},
            row.action,
            row.log_probability,
            row.value,
            row.advantage,
            row.target};
  }

  void save(sdk::Writer& out) const {
    out.value<uint64_t>(rows_.size());
    out.value<uint64_t>(oldest_);
    out.values(features_);
    out.values(rows_);
  }
  // Throws Error, the buffer in no particular state, for what no buffer of this shape can hold.
  void load(sdk::Reader& in, std::size_t action_count) {
    const auto count = in.value<uint64_t>();
    const auto oldest = in.value<uint64_t>();
    if (count > capacity_ || oldest > count) throw sdk::Error(AUTOLOSS_BAD_DATA, "the buffer in the state is too long");
    features_ = finite_values(in, count * feature_count_, "a feature");
    rows_ = in.values<Row>(count);
    oldest_ = oldest;
    for (const Row& row : rows_)
      if (row.action >= action_count || !(row.log_probability <= 0) ||
          !std::isfinite(row.log_probability + row.value + row.advantage + row.target))
        throw sdk::Error(AUTOLOSS_BAD_DATA, "a decision in the state's buffer is none");
  }

 private:
  struct Row {
    uint32_t action, unused;
    double log_probability, value, advantage, target;
  };

  std::size_t feature_count_, capacity_;
  std::size_t oldest_ = 0;  // the next to be replaced, once it is full
  std::vector<double> features_;
  std::vector<Row> rows_;
};

}  // namespace autoloss::controllers
