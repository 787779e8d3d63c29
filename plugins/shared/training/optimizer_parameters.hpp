// The parameters of an optimizer, as a task publishes and reads them.
#ifndef AUTOLOSS_SHARED_TRAINING_OPTIMIZER_PARAMETERS_HPP
#define AUTOLOSS_SHARED_TRAINING_OPTIMIZER_PARAMETERS_HPP

#include <autoloss/cpp/config.hpp>
#include <utility>

#include "plugins/shared/training/optimizer.hpp"

namespace autoloss::training {

inline sdk::ParameterList&& add_optimizer_parameters(sdk::ParameterList&& list, double learning_rate) {
  return std::move(list)
      .string("optimizer", "adam", {"adam", "sgd"}, "how a gradient changes the parameters")
      .number("learning_rate", learning_rate, 1e-9, 10.0, "", "step size of the optimizer")
      .number("beta1", 0.9, 0.0, 0.999999, "", "Adam: share of its first moment that a step keeps")
      .number("beta2", 0.999, 0.0, 0.999999, "", "Adam: share of its second moment that a step keeps")
      .number("epsilon", 1e-8, 1e-20, 1.0, "", "Adam: added to the root of the second moment")
      .boolean("shared_optimizer", true, "one set of moments for all actions; otherwise one for each action");
}

inline OptimizerSettings read_optimizer(const sdk::Config& config) {
  OptimizerSettings settings;
  settings.method =
      config.string("optimizer") == "sgd" ? OptimizerSettings::Method::kSgd : OptimizerSettings::Method::kAdam;
  settings.learning_rate = config.number("learning_rate");
  settings.beta1 = config.number("beta1");
  settings.beta2 = config.number("beta2");
  settings.epsilon = config.number("epsilon");
  settings.shared = config.boolean("shared_optimizer");
  return settings;
}

}  // namespace autoloss::training

#endif
