// Checks of what a policy is given.
#pragma once

#include <autoloss/cpp/controller.hpp>
#include <cmath>
#include <span>
#include <string>
#include <vector>

namespace autoloss::controllers {

inline std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text.empty() ? "none" : text;
}

[[noreturn]] inline void refuse_feature(const std::string& name, double value) {
  throw sdk::Error(AUTOLOSS_INVALID_ARGUMENT,
                   "feature '" + name + "' is " + std::to_string(value) + "; a controller needs finite features");
}

// Throws Error naming the first feature that is not finite.
inline void require_finite(std::span<const double> features, const std::vector<std::string>& names) {
  for (std::size_t index = 0; index < features.size(); ++index)
    if (!std::isfinite(features[index])) [[unlikely]]
      refuse_feature(names[index], features[index]);
}

// Throws Error for more than two actions; advice says what to do about it.
inline void require_two_actions_at_most(const sdk::ControllerSpec& spec, const std::string& advice) {
  if (spec.actions.size() <= 2) return;
  throw sdk::Error(AUTOLOSS_INVALID_ARGUMENT, "it chooses between two actions and is given " +
                                                  std::to_string(spec.actions.size()) + " (" + listed(spec.actions) +
                                                  "): " + advice);
}

// Index of a feature by name. Throws Error that says who needs it and what there is.
inline std::size_t feature_index(const sdk::ControllerSpec& spec, const std::string& name,
                                 const std::string& needed_by) {
  for (std::size_t index = 0; index < spec.features.size(); ++index)
    if (spec.features[index] == name) return index;
  throw sdk::Error(AUTOLOSS_NOT_FOUND, needed_by + " needs the feature '" + name + "'; the features given are " +
                                           listed(spec.features) + ": add it to features.pick");
}

}  // namespace autoloss::controllers
