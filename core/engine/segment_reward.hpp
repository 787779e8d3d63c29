// The reward of a part of a training, while it runs (paper, section 4).
#pragma once

#include <deque>
#include <optional>

#include "core/config/experiment.hpp"

namespace autoloss {

// Rewards the segments of one training, in order, from a metric at their ends. With P(t) the metric at the start of a
// segment of T steps and k segments before it, or as many as there were:
//   relative  C (p(t+T) - p(t)) / (|p(t) - p(t-kT)| / k + epsilon), clipped to +- most C. p is what the reward's form
//             makes of P: it rises where the training improves, and a segment that makes it worse is never paid.
//   plain     C (p(t+T) - p(t)): the rewards of a training add up to what it gained in all
//   literal   C (P(t+T) - P(t)) / ((P(t) - P(t-kT)) / k), as printed. Where P moved the wrong way and goes on so, the
//             signs cancel.
// Relative and literal rewards are 0 where there is nothing to compare with: in the first segment, and after segments
// without any change. Not thread-safe.
class SegmentRewards {
 public:
  // metric: of the initial parameters. maximize: larger ones are better.
  SegmentRewards(const RewardConfig& config, bool maximize, double metric);

  // Reward of the segment that ends with this metric. Nothing, and the segment does not count, when it is not finite.
  std::optional<double> next(double metric);

  // Of equal rewards (core/archive.hpp).
  template <class Archive>
  void serialize(Archive& archive) {
    archive(levels_);
  }

 private:
  std::optional<double> level(double metric) const;
  double reward(double level) const;

  const RewardConfig* config_;
  bool maximize_;
  std::deque<double> levels_;  // at the ends of the latest k + 1 segments
};

}  // namespace autoloss
