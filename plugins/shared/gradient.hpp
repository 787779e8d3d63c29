// The length of a gradient, and how it is kept short.
#pragma once

#include <autoloss/cpp/config.hpp>
#include <autoloss/cpp/error.hpp>
#include <cmath>
#include <span>
#include <utility>

namespace autoloss::controllers {

inline sdk::ParameterList&& add_gradient_clip(sdk::ParameterList&& list, double standard) {
  return std::move(list).number("gradient_clip", standard, 0, 1e12, "", "largest norm of an update's gradient; 0: any");
}

inline double norm_of(std::span<const double> values) {
  double sum = 0;
  for (const double value : values) sum += value * value;
  return std::sqrt(sum);
}

// Scales the gradient so that its norm is at most `most` (0: any), and returns the norm that it had.
// Throws Error when that is not finite.
inline double clip_norm(std::span<double> gradient, double most) {
  const double norm = norm_of(gradient);
  if (!std::isfinite(norm))
    throw sdk::Error(AUTOLOSS_INVALID_ARGUMENT,
                     "the gradient is not finite: features, noise or advantages of the trajectories are too large");
  if (most > 0 && norm > most)
    for (double& value : gradient) value *= most / norm;
  return norm;
}

}  // namespace autoloss::controllers
