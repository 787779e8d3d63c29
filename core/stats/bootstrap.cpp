#include "core/stats/bootstrap.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include "autoloss/cpp/random.hpp"
#include "core/stats/descriptive.hpp"

namespace autoloss {
namespace {

// Uniform in [0, bound), half the cost of Stream::below(); a value's probability is off by less than 2^-32.
std::uint32_t below(std::uint32_t bound, sdk::Stream& stream) {
  return static_cast<std::uint32_t>((std::uint64_t{stream.next_u32()} * bound) >> 32);
}

}  // namespace

Interval bootstrap_interval_of_mean(std::span<const double> values, std::uint64_t seed, BootstrapOptions options) {
  if (options.resamples == 0) throw std::invalid_argument("bootstrap: no resamples");
  if (!(options.confidence > 0 && options.confidence < 1))
    throw std::invalid_argument("bootstrap: confidence " + std::to_string(options.confidence) + " is outside (0, 1)");
  if (!std::all_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); }))
    throw std::invalid_argument("bootstrap: a value is not finite (see core/stats/diverged.hpp)");
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  if (values.size() < 2) return {none, none};

  sdk::Stream stream(sdk::derive(seed, "bootstrap"));
  const auto count = static_cast<std::uint32_t>(values.size());
  std::vector<double> means(options.resamples);
  for (double& resampled : means) {
    double sum = 0;
    for (std::uint32_t drawn = 0; drawn < count; ++drawn) sum += values[below(count, stream)];
    resampled = sum / count;
  }
  std::sort(means.begin(), means.end());
  const double tail = (1 - options.confidence) / 2;
  return {quantile_of_sorted(means, tail), quantile_of_sorted(means, 1 - tail)};
}

}  // namespace autoloss
