// The schedule "threshold": the rules S1, S2 and S3 of the paper (section 5.1), and a level of any feature.
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
// or, by the rule "level", where a feature > threshold. The threshold rises by `rise` in the course of the training:
// threshold + rise t/T. Where B is 0, nothing has been measured yet: action 0. With one action it takes that one.
// [thread-safe]
class Threshold : public controllers::Stateless<Threshold> {
 public:
  static constexpr const char* kId = "threshold";
  static constexpr const char* kVersion = "0.1.0";
  static constexpr const char* kDescription = "The second action where a measurement exceeds another, or a level";
  static constexpr const char* kLicence = "Apache-2.0";
  static constexpr bool kLearns = false;
  static const sdk::ParameterList& parameter_list() {
    static const sdk::ParameterList list =
        sdk::ParameterList{}
            .string("rule", "S1", {"S1", "S2", "S3", "level"},
                    "what is compared: S1 validation and training loss, S2 secondary and validation loss, S3 gradient "
                    "norms, secondary and first; level: one feature with the threshold itself")
            .string("feature", "", {}, "of the rule level, as signal.accuracy")
            .number("threshold", 0, -1e6, 1e6, "", "share of the other by which the first must exceed it, or the level")
            .number("rise", 0, -1e6, 1e6, "", "by which the threshold is higher at the horizon than at the start");
    return list;
  }
  // All that any rule needs; features.pick can name fewer.
  static std::span<const char* const> default_features() {
    static constexpr std::array kNames{"valid_loss.0", "probed_loss.0", "probed_loss.1", "probed_gradient_norm.1",
                                       "probed_gradient_norm.0"};
    return kNames;
  }

  Threshold(const sdk::Host&, const sdk::Config& config, const sdk::ControllerSpec& spec)
      : feature_names_(spec.features),
        threshold_(config.number("threshold")),
        rise_(config.number("rise")),
        is_level_(config.string("rule") == "level"),
        action_count_(spec.actions.size()) {
    controllers::require_two_actions_at_most(spec, "name two with `actions`");
    if (action_count_ == 1) return;
    const std::string rule = config.string("rule");
    if (is_level_) {
      first_ = controllers::feature_index(spec, config.string("feature"), "rule level, parameter 'feature',");
      return;
    }
    const auto [first, second] = compared(rule);
    first_ = controllers::feature_index(spec, first, "rule " + rule);
    second_ = controllers::feature_index(spec, second, "rule " + rule);
  }

  uint32_t act(const sdk::Observation& observation, std::span<double> probabilities) const {
    controllers::require_finite(observation.features, feature_names_);
    const uint32_t action = action_count_ > 1 && exceeds(observation) ? 1 : 0;
    for (std::size_t index = 0; index < probabilities.size(); ++index) probabilities[index] = index == action ? 1 : 0;
    return action;
  }

 private:
  static std::array<const char*, 2> compared(const std::string& rule) {
    if (rule == "S1") return {"valid_loss.0", "probed_loss.0"};
    if (rule == "S2") return {"probed_loss.1", "valid_loss.0"};
    return {"probed_gradient_norm.1", "probed_gradient_norm.0"};
  }
  bool exceeds(const sdk::Observation& observation) const {
    const double share =
        observation.horizon > 0 ? static_cast<double>(observation.step) / static_cast<double>(observation.horizon) : 0;
    const double threshold = threshold_ + rise_ * share;
    const double a = observation.features[first_];
    if (is_level_) return a > threshold;
    const double b = observation.features[second_];
    return b != 0 && (a - b) / b > threshold;
  }

  std::vector<std::string> feature_names_;
  double threshold_, rise_;
  bool is_level_;
  std::size_t action_count_;
  std::size_t first_ = 0, second_ = 0;
};

}  // namespace autoloss::schedules
