// The gradient that a policy follows, seen from outside, and what it should be.
#pragma once

#include <cmath>
#include <functional>
#include <vector>

#include "tests/unit/plugins/support/controller_harness.hpp"

namespace autoloss::test {

// With these settings Adam's first step is g / (|g| + 1) for a gradient g: it can be read off exactly.
inline const ValueMap kReadableStep{{"learning_rate", 1.0}, {"learning_rate_end", 1.0}, {"epsilon", 1.0}};

// Both; where they differ the first counts.
inline ValueMap with(ValueMap values, const ValueMap& more) {
  values.insert(more.begin(), more.end());
  return values;
}

// The gradient of the first update of a controller made with kReadableStep.
inline std::vector<double> gradient_of_first_update(ControllerInstance& controller, std::vector<Episode> episodes) {
  const std::vector<double> before = controller.parameters();
  learn(controller, std::move(episodes));
  std::vector<double> gradient = controller.parameters();
  for (std::size_t index = 0; index < gradient.size(); ++index) {
    const double step = gradient[index] - before[index];
    gradient[index] = step / (1 - std::abs(step));
  }
  return gradient;
}

// Central differences of a function of the controller's parameters, which are left as they were.
inline std::vector<double> numeric_gradient(ControllerInstance& controller, const std::function<double()>& objective) {
  constexpr double kStep = 1e-5;
  const std::vector<double> parameters = controller.parameters();
  std::vector<double> gradient;
  for (std::size_t index = 0; index < parameters.size(); ++index) {
    std::vector<double> moved = parameters;
    moved[index] += kStep;
    controller.set_parameters(moved);
    const double above = objective();
    moved[index] -= 2 * kStep;
    controller.set_parameters(moved);
    gradient.push_back((above - objective()) / (2 * kStep));
  }
  controller.set_parameters(parameters);
  return gradient;
}

inline double log_probability(const ControllerInstance& controller, const std::vector<double>& features,
                              uint32_t action) {
  return std::log(decide(controller, features).probabilities[action]);
}

// The logits behind probabilities, less their mean: that is all that probabilities tell of them.
inline std::vector<double> centred_logits(const ControllerInstance& controller, const std::vector<double>& features) {
  std::vector<double> logits;
  double mean = 0;
  for (const double p : decide(controller, features).probabilities) {
    logits.push_back(std::log(p));
    mean += logits.back();
  }
  for (double& logit : logits) logit -= mean / static_cast<double>(logits.size());
  return logits;
}

inline double entropy_at(const ControllerInstance& controller, const std::vector<double>& features) {
  double sum = 0;
  for (const double p : decide(controller, features).probabilities) sum -= p * std::log(p);
  return sum;
}

// Probability of the better of two arms after `updates` updates of 64 draws, rewards N(0, 1) and N(1, 1).
inline double share_of_better_arm(ControllerInstance& controller, uint64_t seed, int updates) {
  sdk::Stream stream(sdk::derive(seed, "bandit"));
  const std::vector<double> features{1, -0.5};
  for (int update = 0; update < updates; ++update) {
    std::vector<Episode> episodes;
    for (int pull = 0; pull < 64; ++pull) {
      const uint32_t arm = decide(controller, features, stream.uniform()).action;
      episodes.push_back({{features}, {arm}, static_cast<double>(arm) + stream.normal() - 0.5});
    }
    learn(controller, std::move(episodes), static_cast<double>(update) / updates);
  }
  return decide(controller, features).probabilities[1];
}

}  // namespace autoloss::test
