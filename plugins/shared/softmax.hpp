// The distribution over actions that logits stand for.
#pragma once

#include <algorithm>
#include <cmath>
#include <span>

namespace autoloss::controllers {

// Replaces logits by their probabilities, which sum to 1. NaN when a logit is NaN or infinite.
inline void softmax(std::span<double> logits) {
  const double most = *std::max_element(logits.begin(), logits.end());
  double sum = 0;
  for (double& value : logits) sum += value = std::exp(value - most);
  for (double& value : logits) value /= sum;
}

// In nats.
inline double entropy(std::span<const double> probabilities) {
  double sum = 0;
  for (const double p : probabilities) sum -= p > 0 ? p * std::log(p) : 0;
  return sum;
}

}  // namespace autoloss::controllers
