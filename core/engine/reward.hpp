// From what an episode reached to the advantage that its decisions are credited with.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "core/config/experiment.hpp"
#include "core/engine/episode.hpp"

namespace autoloss {

// Reward of a metric's value m (paper, section 4):
//   negative          -C m   (C m for a metric to be maximised)
//   negative_log      -C ln m   (C ln m for a metric to be maximised)
//   inverse           C / m
//   square            C m^2
//   inverse_accuracy  -C / (1 - m), m an error (release)
// Returns nothing when the reward is not finite. Throws ConfigError for an unknown form.
std::optional<double> reward_of(const RewardConfig& config, double value, bool maximize);

// The release's reward along the way, one for each validation after the first: sign(D) min(sqrt(|D| / (|average of D| +
// 1e-5)), most) c, where D is the decrease of the validation metric and the average moves with decay .9.
std::vector<double> shaping_rewards(std::span<const double> valid_history, const RewardConfig& config, bool maximize);

// Moving average of earlier rewards, subtracted from a new one to lower the variance of the policy gradient
// (paper, section 3, B in eq. 2). As in the release, the average starts at the first reward and takes a reward in
// before it is subtracted. Not thread-safe: the trainer owns it.
class MovingBaseline {
 public:
  explicit MovingBaseline(double decay) : decay_(decay) {}

  double advantage(double reward) {
    average_ = average_ ? decay_ * *average_ + (1 - decay_) * reward : reward;
    return reward - *average_;
  }

  // Of a baseline of equal decay (core/archive.hpp).
  template <class Archive>
  void serialize(Archive& archive) {
    archive(average_);
  }

 private:
  double decay_;
  std::optional<double> average_;
};

// Rewards less their mean, over their standard deviation (n in the denominator); all 0 when they are equal.
std::vector<double> standardised(std::span<const double> rewards);

// Clipped to +- most (0: not at all), then pushed out to at least `least` with its sign kept (0 stays 0).
double clip_advantage(double advantage, double most, double least);

// Advantages of an update's episodes, in groups of `rollouts` that share data and initial parameters. An episode
// without a reward (it diverged) gets the least reward of its group, or config.reward.least if none has one.
// baseline: used and updated when config.baseline is "moving_average".
std::vector<double> advantages(const TrainConfig& config, std::vector<std::optional<double>> rewards,
                               std::size_t rollouts, MovingBaseline& baseline);

}  // namespace autoloss
