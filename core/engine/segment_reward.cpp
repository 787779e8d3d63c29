#include "core/engine/segment_reward.hpp"

#include <algorithm>
#include <cmath>

#include "core/engine/reward.hpp"

namespace autoloss {

SegmentRewards::SegmentRewards(const RewardConfig& config, bool maximize, double metric)
    : config_(&config), maximize_(maximize) {
  if (const auto first = level(metric)) levels_.push_back(*first);
}

std::optional<double> SegmentRewards::next(double metric) {
  const std::optional<double> reached = level(metric);
  if (!reached) return std::nullopt;
  const double result = reward(*reached);
  levels_.push_back(*reached);
  if (levels_.size() > static_cast<std::size_t>(config_->window) + 1) levels_.pop_front();
  return result;
}

std::optional<double> SegmentRewards::level(double metric) const {
  if (config_->literal) return std::isfinite(metric) ? std::optional(metric) : std::nullopt;
  RewardConfig plain = *config_;
  plain.constant = 1;
  return reward_of(plain, metric, maximize_);
}

double SegmentRewards::reward(double level) const {
  if (levels_.empty()) return 0;
  const double change = level - levels_.back();
  if (!config_->literal && !config_->relative) return config_->constant * change;

  const auto before = static_cast<double>(levels_.size() - 1);
  const double pace = levels_.size() > 1 ? (levels_.back() - levels_.front()) / before : 0;
  if (pace == 0) return 0;
  if (config_->literal) return config_->constant * change / pace;
  double relative = change / (std::abs(pace) + config_->epsilon);
  if (config_->most > 0) relative = std::clamp(relative, -config_->most, config_->most);
  return config_->constant * relative;
}

}  // namespace autoloss
