// The schedule "replay": what another method did, again.
#pragma once

#include <algorithm>
#include <autoloss/cpp/controller.hpp>
#include <cmath>
#include <span>
#include <string>
#include <vector>

#include "plugins/shared/distribution.hpp"
#include "plugins/shared/policy_inputs.hpp"
#include "plugins/shared/stateless.hpp"

namespace autoloss::schedules {

// Replays either a trace, the action of each step, from its beginning again after its end; or a profile, the
// probabilities of the actions in each bin of steps, its last bin counting for all later steps. [thread-safe]
class Replay : public controllers::Stateless<Replay> {
 public:
  static constexpr const char* kId = "replay";
  static constexpr const char* kVersion = "0.1.0";
  static constexpr const char* kDescription = "A trace of actions, or a profile of their probabilities, again";
  static constexpr const char* kLicence = "Apache-2.0";
  static constexpr bool kLearns = false;
  static const sdk::ParameterList& parameter_list() {
    static const sdk::ParameterList list =
        sdk::ParameterList{}
            .numbers("actions", {}, 0, 1e6, "", "a trace: the index of each step's action")
            .numbers("profile", {}, 0, 1, "", "the probabilities of all actions in the first bin, in the second, ...")
            .integer("bin_width", 100, 1, 1000000000, "steps", "length of a bin of the profile");
    return list;
  }
  static std::span<const char* const> default_features() { return controllers::no_features(); }

  Replay(const sdk::Host&, const sdk::Config& config, const sdk::ControllerSpec& spec)
      : action_count_(spec.actions.size()), bin_width_(static_cast<uint64_t>(config.integer("bin_width"))) {
    const std::vector<double> actions = config.numbers("actions");
    const std::vector<double> profile = config.numbers("profile");
    if (actions.empty() == profile.empty())
      throw sdk::Error(AUTOLOSS_INVALID_ARGUMENT, std::string("it replays `actions` or a `profile`: give one; given ") +
                                                      (actions.empty() ? "is neither" : "are both"));
    read_trace(actions);
    read_profile(profile);
  }

  uint32_t act(const sdk::Observation& observation, std::span<double> probabilities) const {
    if (trace_.empty()) {
      const uint64_t bin = std::min(observation.step / bin_width_, profile_.size() / action_count_ - 1);
      std::copy_n(profile_.begin() + static_cast<std::ptrdiff_t>(bin * action_count_), action_count_,
                  probabilities.begin());
      return sdk::pick(probabilities, observation.uniform);
    }
    const uint32_t action = trace_[observation.step % trace_.size()];
    std::fill(probabilities.begin(), probabilities.end(), 0);
    probabilities[action] = 1;
    return action;
  }

 private:
  void read_trace(const std::vector<double>& actions) {
    for (const double action : actions) {
      if (!(action >= 0) || action != std::floor(action) || action >= static_cast<double>(action_count_))
        throw sdk::Error(AUTOLOSS_INVALID_ARGUMENT, "actions has " + std::to_string(action) + " at step " +
                                                        std::to_string(trace_.size()) + "; there are actions 0 to " +
                                                        std::to_string(action_count_ - 1));
      trace_.push_back(static_cast<uint32_t>(action));
    }
  }
  void read_profile(const std::vector<double>& profile) {
    if (profile.size() % action_count_ != 0)
      throw sdk::Error(AUTOLOSS_INVALID_ARGUMENT, "profile has " + std::to_string(profile.size()) +
                                                      " numbers; it needs one for each of the " +
                                                      std::to_string(action_count_) + " actions in each bin");
    for (std::size_t begin = 0; begin < profile.size(); begin += action_count_) {
      const std::vector<double> bin = distribution({profile.data() + begin, action_count_},
                                                   "bin " + std::to_string(begin / action_count_) + " of profile");
      profile_.insert(profile_.end(), bin.begin(), bin.end());
    }
  }

  std::size_t action_count_;
  uint64_t bin_width_;
  std::vector<uint32_t> trace_;
  std::vector<double> profile_;  // a row for each bin
};

}  // namespace autoloss::schedules
