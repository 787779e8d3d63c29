// The schedule "fixed_ratio": each action a fixed number of times, in turn.
#pragma once

#include <algorithm>
#include <autoloss/cpp/controller.hpp>
#include <cmath>
#include <span>
#include <string>
#include <vector>

#include "plugins/shared/policy_inputs.hpp"
#include "plugins/shared/stateless.hpp"

namespace autoloss::schedules {

// With ratio [1, 5] action 0 once, action 1 five times, and so on; where it stands follows from the step. [thread-safe]
class FixedRatio : public controllers::Stateless<FixedRatio> {
 public:
  static constexpr const char* kId = "fixed_ratio";
  static constexpr const char* kVersion = "0.1.0";
  static constexpr const char* kDescription = "Each action a fixed number of times, in turn";
  static constexpr const char* kLicence = "Apache-2.0";
  static constexpr bool kLearns = false;
  static const sdk::ParameterList& parameter_list() {
    static const sdk::ParameterList list = sdk::ParameterList{}.numbers(
        "ratio", {}, 0, 1e6, "steps", "how often each action is taken in a row, whole numbers; none: once each");
    return list;
  }
  static std::span<const char* const> default_features() { return controllers::no_features(); }

  FixedRatio(const sdk::Host&, const sdk::Config& config, const sdk::ControllerSpec& spec) {
    std::vector<double> ratio = config.numbers("ratio");
    if (ratio.empty()) ratio.assign(spec.actions.size(), 1);
    if (ratio.size() != spec.actions.size())
      throw sdk::Error(AUTOLOSS_INVALID_ARGUMENT, "ratio has " + std::to_string(ratio.size()) +
                                                      " numbers; it needs one for each of the " +
                                                      std::to_string(spec.actions.size()) + " actions (" +
                                                      controllers::listed(spec.actions) + ")");
    uint64_t end = 0;
    for (const double count : ratio) {
      if (count != std::floor(count))
        throw sdk::Error(AUTOLOSS_INVALID_ARGUMENT, "ratio has " + std::to_string(count) + "; it needs whole numbers");
      end += static_cast<uint64_t>(count);
      ends_.push_back(end);
    }
    if (end == 0) throw sdk::Error(AUTOLOSS_INVALID_ARGUMENT, "ratio is 0 for every action; one at least is taken");
  }

  uint32_t act(const sdk::Observation& observation, std::span<double> probabilities) const {
    const uint64_t place = observation.step % ends_.back();
    const auto action = static_cast<uint32_t>(std::upper_bound(ends_.begin(), ends_.end(), place) - ends_.begin());
    std::fill(probabilities.begin(), probabilities.end(), 0);
    probabilities[action] = 1;
    return action;
  }

 private:
  std::vector<uint64_t> ends_;  // place in the cycle at which each action's turn is over
};

}  // namespace autoloss::schedules
