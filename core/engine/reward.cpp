#include "core/engine/reward.hpp"

#include <algorithm>
#include <cmath>

namespace autoloss {

std::optional<double> reward_of(const RewardConfig& config, double value, bool maximize) {
  const double sign = maximize ? 1 : -1;
  double reward = 0;
  if (config.form == "negative")
    reward = sign * config.constant * value;
  else if (config.form == "negative_log")
    reward = sign * config.constant * std::log(value);
  else if (config.form == "inverse")
    reward = config.constant / value;
  else if (config.form == "square")
    reward = config.constant * value * value;
  else if (config.form == "inverse_accuracy")
    reward = -config.constant / (1 - value);
  else
    throw ConfigError("there is no reward form '" + config.form +
                      "'; there are negative, negative_log, inverse, square, inverse_accuracy");
  if (!std::isfinite(reward)) return std::nullopt;
  return reward;
}

std::vector<double> shaping_rewards(std::span<const double> valid_history, const RewardConfig& config, bool maximize) {
  constexpr double kDecay = 0.9;
  std::vector<double> rewards;
  double average = 0;
  for (std::size_t index = 1; index < valid_history.size(); ++index) {
    const double change = valid_history[index - 1] - valid_history[index];
    const double improvement = maximize ? -change : change;
    average = index == 1 ? improvement : kDecay * average + (1 - kDecay) * improvement;
    const double size = std::sqrt(std::abs(improvement) / (std::abs(average) + 1e-5));
    rewards.push_back(std::copysign(std::min(size, config.shaping_most) * config.shaping, improvement));
  }
  return rewards;
}

std::vector<double> standardised(std::span<const double> rewards) {
  const auto count = static_cast<double>(rewards.size());
  double mean = 0;
  for (const double reward : rewards) mean += reward / count;
  double variance = 0;
  for (const double reward : rewards) variance += (reward - mean) * (reward - mean) / count;

  std::vector<double> result;
  for (const double reward : rewards) result.push_back(variance > 0 ? (reward - mean) / std::sqrt(variance) : 0.0);
  return result;
}

double clip_advantage(double advantage, double most, double least) {
  if (most > 0) advantage = std::clamp(advantage, -most, most);
  if (least > 0 && advantage != 0 && std::abs(advantage) < least) advantage = std::copysign(least, advantage);
  return advantage;
}

std::vector<double> advantages(const TrainConfig& config, std::vector<std::optional<double>> rewards,
                               std::size_t rollouts, MovingBaseline& baseline) {
  std::vector<double> result;
  for (std::size_t begin = 0; begin < rewards.size(); begin += rollouts) {
    const std::size_t end = std::min(begin + rollouts, rewards.size());
    std::optional<double> least;
    for (std::size_t index = begin; index < end; ++index)
      if (rewards[index] && (!least || *rewards[index] < *least)) least = rewards[index];
    std::vector<double> group;
    for (std::size_t index = begin; index < end; ++index)
      group.push_back(rewards[index].value_or(least.value_or(config.reward.least)));

    if (config.baseline == "group") {
      group = standardised(group);
    } else if (config.baseline == "moving_average") {
      for (double& reward : group) reward = baseline.advantage(reward);
    } else if (config.baseline != "none") {
      throw ConfigError("train.baseline is '" + config.baseline + "'; it can be group, moving_average or none");
    }
    for (const double advantage : group)
      result.push_back(clip_advantage(advantage, config.advantage_most, config.advantage_least));
  }
  return result;
}

}  // namespace autoloss
