// The decisions of a batch that a policy gradient counts, and how much each of them counts
// (Williams: Simple statistical gradient-following algorithms for connectionist reinforcement learning. 1992; paper,
// eq. 2).
#pragma once

#include <autoloss/controller.h>

#include <algorithm>
#include <autoloss/cpp/error.hpp>
#include <cmath>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace autoloss::controllers {

// What a policy sees and gives.
struct PolicyShape {
  std::size_t feature_count, action_count, logit_count;
};

// One decision. What was tried is the noise, if there is any, else the action.
struct Decision {
  std::span<const double> features;
  uint32_t action;
  std::span<const double> noise;  // on the logits; empty: the action was drawn from them as they were
  double noise_variance;
  double credit;  // factor of the gradient of the log probability of what was tried
  double share;   // factor of the gradient of the entropy
};

struct DecisionSummary {
  std::size_t trajectories = 0;  // that counted
  std::size_t skipped = 0;       // for an advantage that is not finite
  std::size_t decisions = 0;
  double mean_advantage = 0;
};

inline bool has_finite_advantage(const autoloss_trajectory& trajectory) {
  if (trajectory.advantages == nullptr) return std::isfinite(trajectory.advantage);
  return std::all_of(trajectory.advantages, trajectory.advantages + trajectory.decision_count,
                     [](double advantage) { return std::isfinite(advantage); });
}

inline double mean_advantage(const autoloss_trajectory& trajectory) {
  if (trajectory.advantages == nullptr) return trajectory.advantage;
  double sum = 0;
  for (uint64_t row = 0; row < trajectory.decision_count; ++row) sum += trajectory.advantages[row];
  return sum / static_cast<double>(std::max<uint64_t>(trajectory.decision_count, 1));
}

// Rows that are a trial of their own. One draw of noise is one trial however many decisions it is held for: of
// neighbouring rows with equal noise the first counts, with the features that the noise was drawn at.
inline std::vector<uint64_t> counted_rows(const autoloss_trajectory& trajectory, std::size_t logit_count) {
  std::vector<uint64_t> rows;
  for (uint64_t row = 0; row < trajectory.decision_count; ++row) {
    const double* noise = trajectory.noise == nullptr ? nullptr : trajectory.noise + row * logit_count;
    const bool held = noise != nullptr && row > 0 && std::equal(noise, noise + logit_count, noise - logit_count);
    if (!held) rows.push_back(row);
  }
  return rows;
}

inline void check_trajectory(const autoloss_trajectory& trajectory, const PolicyShape& shape) {
  for (uint64_t row = 0; row < trajectory.decision_count; ++row)
    if (trajectory.actions[row] >= shape.action_count)
      throw sdk::Error(AUTOLOSS_INVALID_ARGUMENT, "a trajectory took action " +
                                                      std::to_string(trajectory.actions[row]) + " of " +
                                                      std::to_string(shape.action_count));
  if (trajectory.noise != nullptr && !(trajectory.noise_scale > 0))
    throw sdk::Error(AUTOLOSS_INVALID_ARGUMENT, "a trajectory has noise of standard deviation " +
                                                    std::to_string(trajectory.noise_scale) + "; it must be above 0");
}

// Calls visit(const Decision&) for each decision that counts. Credits are such that what the visits add up is the mean
// over trajectories of the sum over decisions; with average_over_steps, of the mean over decisions (release).
template <class Visit>
DecisionSummary visit_decisions(const autoloss_batch& batch, const PolicyShape& shape, bool average_over_steps,
                                Visit&& visit) {
  DecisionSummary summary;
  std::vector<const autoloss_trajectory*> counted;
  for (uint32_t index = 0; index < batch.trajectory_count; ++index) {
    const autoloss_trajectory& trajectory = *batch.trajectories[index];
    check_trajectory(trajectory, shape);
    if (has_finite_advantage(trajectory)) counted.push_back(&trajectory);
  }
  summary.trajectories = counted.size();
  summary.skipped = batch.trajectory_count - counted.size();

  for (const autoloss_trajectory* trajectory : counted) {
    const std::vector<uint64_t> rows = counted_rows(*trajectory, shape.logit_count);
    double share = 1 / static_cast<double>(counted.size());
    summary.mean_advantage += share * mean_advantage(*trajectory);
    if (average_over_steps) share /= static_cast<double>(std::max<std::size_t>(rows.size(), 1));
    for (const uint64_t row : rows) {
      const double* noise = trajectory->noise == nullptr ? nullptr : trajectory->noise + row * shape.logit_count;
      const double advantage = trajectory->advantages == nullptr ? trajectory->advantage : trajectory->advantages[row];
      visit(Decision{{trajectory->features + row * shape.feature_count, shape.feature_count},
                     trajectory->actions[row],
                     {noise, noise == nullptr ? 0 : shape.logit_count},
                     trajectory->noise_scale * trajectory->noise_scale,
                     share * advantage,
                     share});
    }
    summary.decisions += rows.size();
  }
  return summary;
}

}  // namespace autoloss::controllers
