// The schedule "mixture": a draw each step among any number of actions, the first one's share moving in time.
#pragma once

#include <algorithm>
#include <autoloss/cpp/controller.hpp>
#include <cmath>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "plugins/shared/policy_inputs.hpp"
#include "plugins/shared/stateless.hpp"

namespace autoloss::schedules {

// The share of the first action is `start` until `from`, a share of the horizon, goes evenly to `end` for `length` of
// it, and stays there; with no length it jumps. Of the others, the second has the share `second` and the rest are
// alike. A constant mixture has no `end`; "mix, then the first alone" has end = 1 and length = 0. [thread-safe]
class Mixture : public controllers::Stateless<Mixture> {
 public:
  static constexpr const char* kId = "mixture";
  static constexpr const char* kVersion = "0.1.0";
  static constexpr const char* kDescription = "A draw each step, the share of the first action moving in time";
  static constexpr const char* kLicence = "Apache-2.0";
  static constexpr bool kLearns = false;
  static const sdk::ParameterList& parameter_list() {
    static const sdk::ParameterList list =
        sdk::ParameterList{}
            .number("start", 0.5, 0, 1, "", "probability of the first action at the beginning")
            .string("start_by", "", {}, "feature that holds it, in place of start: signal.pairs_share")
            .number("end", -1, -1, 1, "", "its probability at the end; below 0: that of the beginning")
            .number("from", 0, 0, 1, "", "share of the horizon after which it moves")
            .number("length", 1, 0, 1, "", "share of the horizon that the move takes; 0: a jump")
            .number("second", -1, -1, 1, "",
                    "share of the second action among the others than the first; below 0: all alike");
    return list;
  }
  static std::span<const char* const> default_features() { return controllers::no_features(); }

  Mixture(const sdk::Host&, const sdk::Config& config, const sdk::ControllerSpec& spec)
      : feature_names_(spec.features),
        action_count_(spec.actions.size()),
        start_(config.number("start")),
        end_(config.number("end")),
        from_(config.number("from")),
        length_(config.number("length")),
        second_(config.number("second")) {
    const std::string by = config.string("start_by");
    if (!by.empty()) feature_ = controllers::feature_index(spec, by, "start_by = '" + by + "'");
  }

  uint32_t act(const sdk::Observation& observation, std::span<double> probabilities) const {
    controllers::require_finite(observation.features, feature_names_);
    const double first = action_count_ == 1 ? 1 : first_share(observation);
    probabilities[0] = first;
    const auto others = static_cast<double>(action_count_ - 1);
    for (std::size_t action = 1; action < action_count_; ++action) probabilities[action] = (1 - first) / others;
    if (second_ >= 0 && action_count_ > 2) {
      probabilities[1] = (1 - first) * second_;
      for (std::size_t action = 2; action < action_count_; ++action)
        probabilities[action] = (1 - first) * (1 - second_) / (others - 1);
    }
    return sdk::pick(probabilities, observation.uniform);
  }

 private:
  static constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

  double first_share(const sdk::Observation& observation) const {
    const double start = feature_ == kNone ? start_ : std::clamp(observation.features[feature_], 0.0, 1.0);
    if (end_ < 0) return start;
    const double time =
        static_cast<double>(observation.step) / static_cast<double>(std::max<uint64_t>(observation.horizon, 1));
    if (time >= from_ + length_) return end_;
    return time <= from_ ? start : start + (end_ - start) * (time - from_) / length_;
  }

  std::vector<std::string> feature_names_;
  std::size_t action_count_;
  double start_, end_, from_, length_, second_;
  std::size_t feature_ = kNone;
};

}  // namespace autoloss::schedules
