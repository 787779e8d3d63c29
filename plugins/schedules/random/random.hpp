// The schedule "random": every step a draw among all actions alike.
#pragma once

#include <algorithm>
#include <autoloss/cpp/controller.hpp>
#include <span>

#include "plugins/shared/stateless.hpp"

namespace autoloss::schedules {

// [thread-safe]
class Random : public controllers::Stateless<Random> {
 public:
  static constexpr const char* kId = "random";
  static constexpr const char* kVersion = "0.1.0";
  static constexpr const char* kDescription = "Every step a draw among all actions alike";
  static constexpr const char* kLicence = "Apache-2.0";
  static constexpr bool kLearns = false;
  static const sdk::ParameterList& parameter_list() {
    static const sdk::ParameterList list;
    return list;
  }
  static std::span<const char* const> default_features() { return controllers::no_features(); }

  Random(const sdk::Host&, const sdk::Config&, const sdk::ControllerSpec& spec)
      : share_(1 / static_cast<double>(spec.actions.size())) {}

  uint32_t act(const sdk::Observation& observation, std::span<double> probabilities) const {
    std::fill(probabilities.begin(), probabilities.end(), share_);
    return sdk::pick(probabilities, observation.uniform);
  }

 private:
  double share_;
};

}  // namespace autoloss::schedules
