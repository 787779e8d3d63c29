#pragma once

#include <span>
#include <vector>

#include "core/stats/by_controller.hpp"
#include "core/stats/direction.hpp"

namespace autoloss {

// Shares of the values that are at least as good as each threshold: an empirical distribution. Of a method's results it
// is the performance profile of Agarwal et al. ("Deep reinforcement learning at the edge of the statistical precipice",
// 2021, section 4.2: a method is stochastically better than another where its profile lies above); of its distances to
// the best method on each problem it is that of Dolan and Moré ("Benchmarking optimization software with performance
// profiles", 2002), with differences in the place of their ratios. What is not finite is never good enough. All NaN
// without values.
std::vector<double> performance_profile(std::span<const double> values, std::span<const double> thresholds,
                                        Direction direction);

// By method and problem, how far its result is from the best that any method reached on the problem, ≥ 0; NaN where it
// has no result. values: by method, one a problem. Throws std::invalid_argument for lists of different lengths.
std::vector<std::vector<double>> distances_to_best(const std::vector<std::vector<double>>& values, Direction direction);

}  // namespace autoloss
