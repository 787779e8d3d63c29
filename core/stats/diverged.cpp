#include "core/stats/diverged.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

namespace autoloss {

std::size_t count_diverged(std::span<const double> values) {
  return static_cast<std::size_t>(
      std::count_if(values.begin(), values.end(), [](double value) { return !std::isfinite(value); }));
}

std::vector<double> finite_of(std::span<const double> values) {
  std::vector<double> finite;
  std::copy_if(values.begin(), values.end(), std::back_inserter(finite),
               [](double value) { return std::isfinite(value); });
  return finite;
}

double worst_finite(std::span<const double> values, Direction direction) {
  double worst = std::numeric_limits<double>::quiet_NaN();
  for (const double value : values) {
    if (!std::isfinite(value)) continue;
    const bool worse = direction == Direction::kMinimize ? value > worst : value < worst;
    if (std::isnan(worst) || worse) worst = value;
  }
  return worst;
}

std::vector<double> with_diverged_as(std::span<const double> values, double worst) {
  std::vector<double> filled(values.begin(), values.end());
  for (double& value : filled)
    if (!std::isfinite(value)) value = worst;
  return filled;
}

}  // namespace autoloss
