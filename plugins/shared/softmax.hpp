// The distribution over actions that logits stand for.
#pragma once

#include <algorithm>
#include <autoloss/cpp/config.hpp>
#include <cmath>
#include <span>
#include <utility>

namespace autoloss::controllers {

// Replaces logits by their probabilities, which sum to 1. NaN when a logit is NaN or infinite.
inline void softmax(std::span<double> logits) {
  const double most = *std::max_element(logits.begin(), logits.end());
  double sum = 0;
  for (double& value : logits) sum += value = std::exp(value - most);
  for (double& value : logits) value /= sum;
}

inline sdk::ParameterList&& add_entropy_bonus(sdk::ParameterList&& list, double standard) {
  return std::move(list).number("entropy_bonus", standard, 0, 1e6, "",
                                "reward for the policy's entropy, at each decision: keeps it from settling early");
}

// In nats.
inline double entropy(std::span<const double> probabilities) {
  double sum = 0;
  for (const double p : probabilities) sum -= p > 0 ? p * std::log(p) : 0;
  return sum;
}

// Derivative of the entropy with respect to the logit of a probability p, given the entropy.
inline double slope_of_entropy(double p, double entropy) {
  return p > 0 ? -p * (entropy + std::log(p)) : 0;
}

}  // namespace autoloss::controllers
