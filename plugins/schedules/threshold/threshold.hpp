// The schedule "threshold": the rules S1, S2 and S3 of the paper (section 5.1).
#pragma once

#include <array>
#include <autoloss/cpp/controller.hpp>
#include <span>
#include <string>

#include "plugins/shared/policy_inputs.hpp"
#include "plugins/shared/stateless.hpp"

namespace autoloss::schedules {

// Takes action 1, the secondary one, where (A - B) / B > threshold, else action 0:
//   S1  A validation loss,           B training loss, of the task
//   S2  A secondary loss,            B validation loss of the task
//   S3  A gradient norm, secondary,  B gradient norm of the task
// Where B is 0, nothing has been measured yet: action 0. With one action it takes that one. [thread-safe]
class Threshold : public controllers::Stateless<Threshold> {
 public:
  static constexpr const char* kId = "threshold";
  static constexpr const char* kVersion = "0.1.0";
  static constexpr const char* kDescription = "The second action where one measurement exceeds another by a share";
  static constexpr const char* kLicence = "Apache-2.0";
  static constexpr bool kLearns = false;
  static const sdk::ParameterList& parameter_list() {
    static const sdk::ParameterList list =
        sdk::ParameterList{}
            .string("rule", "S1", {"S1", "S2", "S3"},
                    "what is compared: S1 validation and training loss, S2 secondary and validation loss, S3 gradient "
                    "norms, secondary and first")
            .number("threshold", 0, -1e6, 1e6, "", "share of the other by which the first must exceed it");
    return list;
  }
  // All that any rule needs; features.pick can name fewer.
  static std::span<const char* const> default_features() {
    static constexpr std::array kNames{"valid_loss.0", "probed_loss.0", "probed_loss.1", "probed_gradient_norm.1",
                                       "probed_gradient_norm.0"};
    return kNames;
  }

  Threshold(const sdk::Host&, const sdk::Config& config, const sdk::ControllerSpec& spec)
      : feature_names_(spec.features), threshold_(config.number("threshold")), action_count_(spec.actions.size()) {
    controllers::require_two_actions_at_most(spec, "name two with `actions`");
    if (action_count_ == 1) return;
    const std::string rule = config.string("rule");
    const auto [first, second] = compared(rule);
    first_ = controllers::feature_index(spec, first, "rule " + rule);
    second_ = controllers::feature_index(spec, second, "rule " + rule);
  }

  uint32_t act(const sdk::Observation& observation, std::span<double> probabilities) const {
    controllers::require_finite(observation.features, feature_names_);
    const uint32_t action = action_count_ > 1 && exceeds(observation.features) ? 1 : 0;
    for (std::size_t index = 0; index < probabilities.size(); ++index) probabilities[index] = index == action ? 1 : 0;
    return action;
  }

 private:
  static std::array<const char*, 2> compared(const std::string& rule) {
    if (rule == "S1") return {"valid_loss.0", "probed_loss.0"};
    if (rule == "S2") return {"probed_loss.1", "valid_loss.0"};
    return {"probed_gradient_norm.1", "probed_gradient_norm.0"};
  }
  bool exceeds(std::span<const double> features) const {
    const double a = features[first_];
    const double b = features[second_];
    return b != 0 && (a - b) / b > threshold_;
  }

  std::vector<std::string> feature_names_;
  double threshold_;
  std::size_t action_count_;
  std::size_t first_ = 0, second_ = 0;
};

}  // namespace autoloss::schedules
