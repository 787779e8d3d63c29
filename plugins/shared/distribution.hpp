// Probabilities that a user wrote down.
#pragma once

#include <autoloss/cpp/error.hpp>
#include <cmath>
#include <span>
#include <string>
#include <vector>

namespace autoloss::schedules {

// The probabilities, divided by their sum. It may miss 1 by 0.001, as in [0.333, 0.333, 0.333].
// Throws Error that begins with `what` when one is negative or the sum is another.
inline std::vector<double> distribution(std::span<const double> probabilities, const std::string& what) {
  double sum = 0;
  for (const double p : probabilities) {
    if (!(p >= 0)) throw sdk::Error(AUTOLOSS_INVALID_ARGUMENT, what + " has the probability " + std::to_string(p));
    sum += p;
  }
  if (!(std::abs(sum - 1) <= 0.001))
    throw sdk::Error(AUTOLOSS_INVALID_ARGUMENT, what + " sums to " + std::to_string(sum) + "; probabilities sum to 1");
  std::vector<double> result;
  for (const double p : probabilities) result.push_back(p / sum);
  return result;
}

}  // namespace autoloss::schedules
