#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "core/stats/by_controller.hpp"

namespace autoloss {

// Both ends belong to it. NaN ends: there is no interval.
struct Interval {
  double low;
  double high;

  bool holds(double value) const { return low <= value && value <= high; }
};

struct BootstrapOptions {
  std::size_t resamples = 10'000;
  double confidence = 0.95;  // share of the resampled means that the interval keeps, in (0, 1)
};

// Percentile interval of the mean: the mean of as many values drawn with replacement, again and again, and the middle
// share of those means (Efron and Tibshirani, "An introduction to the bootstrap", 1993, section 13.3). Equal seeds give
// equal intervals, to the bit. It is too narrow for short lists: with ten values it covers about 90 % where it says 95.
// No interval (NaN) with fewer than two values. Throws std::invalid_argument for a value that is not finite, for no
// resamples and for a confidence outside (0, 1).
Interval bootstrap_interval_of_mean(std::span<const double> values, std::uint64_t seed, BootstrapOptions options = {});

// How often each was drawn, in as many draws with replacement as there are of its kind.
struct NestedDraw {
  std::vector<std::uint32_t> first;     // controllers of one method
  std::vector<std::uint32_t> second;    // controllers of another one
  std::vector<std::uint32_t> problems;  // which both methods met
};

// The values that a statistic takes, in ascending order, when controllers are drawn anew and then problems: the same
// problems for every controller, since all of them met the same ones. It is Owen's pigeonhole bootstrap ("The
// pigeonhole bootstrap", 2007): drawing problems for each controller apart would divide their variance by the number of
// controllers. A method with a single controller keeps it: nothing is then known about others.
// Throws as bootstrap_interval_of_mean() does for its options.
std::vector<double> nested_resamples(NestedDraw shape, const std::function<double(const NestedDraw&)>& statistic,
                                     std::uint64_t seed, const BootstrapOptions& options);

// The middle share of what resampling gave; no interval where a value of it is NaN.
Interval percentile_interval(const std::vector<double>& ascending, double confidence);

// Least α for which the percentile interval of confidence 1 − α excludes 0, with one resample added to either side, so
// that it is never 0: min(1, 2 (1 + min(#{≤ 0}, #{≥ 0})) / (1 + B)) (Efron and Tibshirani, section 15.4; Davison and
// Hinkley, "Bootstrap methods and their application", 1997, section 4.4).
double two_sided_p(const std::vector<double>& ascending);

// Percentile interval of the mean over controllers and problems. With one controller it is that of
// bootstrap_interval_of_mean(), to the bit. Fewer than five controllers say little about others, and the interval is
// then too narrow. Throws likewise.
Interval nested_interval_of_mean(const ByController& values, std::uint64_t seed, BootstrapOptions options = {});

// The same for the interquartile mean of all values, whosever they are (Agarwal et al., "Deep reinforcement learning at
// the edge of the statistical precipice", 2021, section 4.3, with problems drawn too).
Interval nested_interval_of_iqm(const ByController& values, std::uint64_t seed, BootstrapOptions options = {});

}  // namespace autoloss
