// The schedule "anneal": a draw each step, its probability moving from a start to an end.
#pragma once

#include <algorithm>
#include <array>
#include <autoloss/cpp/controller.hpp>
#include <cmath>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "plugins/shared/policy_inputs.hpp"
#include "plugins/shared/stateless.hpp"

namespace autoloss::schedules {

// p(action 1) goes from `start` to `end`, evenly in its logit or in itself, while x goes from 0 to `duration`, and
// stays there. x is the step or a feature: "stall" (validations since the best / 100) makes it the stall rule. With one
// action it takes that one. [thread-safe]
class Anneal : public controllers::Stateless<Anneal> {
 public:
  static constexpr const char* kId = "anneal";
  static constexpr const char* kVersion = "0.1.0";
  static constexpr const char* kDescription = "A draw each step, its probability moving from a start to an end";
  static constexpr const char* kLicence = "Apache-2.0";
  static constexpr bool kLearns = false;
  static const sdk::ParameterList& parameter_list() {
    constexpr double kLeast = 1e-6;
    static const sdk::ParameterList list =
        sdk::ParameterList{}
            .number("start", 0.9, kLeast, 1 - kLeast, "", "probability of the second action at the beginning")
            .number("end", 0.1, kLeast, 1 - kLeast, "", "its probability once `duration` is over")
            .number("duration", 10000, 1e-9, 1e12, "", "how long it moves: steps, or units of the feature `along`")
            .string("along", "", {}, "feature that it moves with, such as stall; empty: the step")
            .string("scale", "logit", {"logit", "linear"}, "in what it moves evenly");
    return list;
  }
  // What `along` can name without features.pick: the features that every task has.
  static std::span<const char* const> default_features() {
    static constexpr std::array kNames{"stall", "progress", "steps"};
    return kNames;
  }

  Anneal(const sdk::Host&, const sdk::Config& config, const sdk::ControllerSpec& spec)
      : feature_names_(spec.features),
        action_count_(spec.actions.size()),
        on_logits_(config.string("scale") == "logit"),
        start_(on_scale(config.number("start"))),
        end_(on_scale(config.number("end"))),
        duration_(config.number("duration")) {
    controllers::require_two_actions_at_most(spec, "name two with `actions`");
    const std::string along = config.string("along");
    if (!along.empty()) feature_ = controllers::feature_index(spec, along, "along = '" + along + "'");
  }

  uint32_t act(const sdk::Observation& observation, std::span<double> probabilities) const {
    controllers::require_finite(observation.features, feature_names_);
    if (action_count_ == 1) {
      probabilities[0] = 1;
      return 0;
    }
    const double x = feature_ == kStep ? static_cast<double>(observation.step) : observation.features[feature_];
    const double value = start_ + (end_ - start_) * std::clamp(x / duration_, 0.0, 1.0);
    probabilities[1] = on_logits_ ? 1 / (1 + std::exp(-value)) : value;
    probabilities[0] = 1 - probabilities[1];
    return sdk::pick(probabilities, observation.uniform);
  }

 private:
  static constexpr std::size_t kStep = std::numeric_limits<std::size_t>::max();

  double on_scale(double p) const { return on_logits_ ? std::log(p / (1 - p)) : p; }

  std::vector<std::string> feature_names_;
  std::size_t action_count_;
  bool on_logits_;
  double start_, end_;  // on the scale
  double duration_;
  std::size_t feature_ = kStep;
};

}  // namespace autoloss::schedules
