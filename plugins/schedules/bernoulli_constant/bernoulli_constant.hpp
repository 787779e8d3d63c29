// The schedule "bernoulli_constant": every step a draw with the same probabilities.
#pragma once

#include <algorithm>
#include <autoloss/cpp/controller.hpp>
#include <span>
#include <string>
#include <vector>

#include "plugins/shared/distribution.hpp"
#include "plugins/shared/policy_inputs.hpp"
#include "plugins/shared/stateless.hpp"

namespace autoloss::schedules {

// `probabilities` counts if it is given, else `p`. With one action it takes that one. [thread-safe]
class BernoulliConstant : public controllers::Stateless<BernoulliConstant> {
 public:
  static constexpr const char* kId = "bernoulli_constant";
  static constexpr const char* kVersion = "0.1.0";
  static constexpr const char* kDescription = "Every step a draw with the same probabilities";
  static constexpr const char* kLicence = "Apache-2.0";
  static constexpr bool kLearns = false;
  static const sdk::ParameterList& parameter_list() {
    static const sdk::ParameterList list =
        sdk::ParameterList{}
            .number("p", 0.5, 0, 1, "", "probability of the second of two actions")
            .numbers("probabilities", {}, 0, 1, "", "of each action, in place of p; they sum to 1");
    return list;
  }
  static std::span<const char* const> default_features() { return controllers::no_features(); }

  BernoulliConstant(const sdk::Host&, const sdk::Config& config, const sdk::ControllerSpec& spec) {
    const std::vector<double> given = config.numbers("probabilities");
    if (given.empty()) {
      controllers::require_two_actions_at_most(spec, "give `probabilities`, one for each");
      const double p = config.number("p");
      probabilities_ = spec.actions.size() == 1 ? std::vector<double>{1} : std::vector<double>{1 - p, p};
      return;
    }
    if (given.size() != spec.actions.size())
      throw sdk::Error(AUTOLOSS_INVALID_ARGUMENT, "probabilities has " + std::to_string(given.size()) +
                                                      " numbers; it needs one for each of the " +
                                                      std::to_string(spec.actions.size()) + " actions (" +
                                                      controllers::listed(spec.actions) + ")");
    probabilities_ = distribution(given, "probabilities");
  }

  uint32_t act(const sdk::Observation& observation, std::span<double> probabilities) const {
    std::copy(probabilities_.begin(), probabilities_.end(), probabilities.begin());
    return sdk::pick(probabilities, observation.uniform);
  }

 private:
  std::vector<double> probabilities_;
};

}  // namespace autoloss::schedules
