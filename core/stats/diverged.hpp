#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/stats/direction.hpp"

namespace autoloss {

// A run that diverged has no result; its value is NaN or infinite. Leaving it out would flatter the method that
// diverged, an infinite mean would say nothing about the others. So it counts as the worst result that anyone in the
// comparison reached: it drags the mean, and it never wins a pair against a run that ended. That is a lower bound of
// the harm, so tables say beside it how many runs diverged.

std::size_t count_diverged(std::span<const double> values);

// Those that are finite, in their order.
std::vector<double> finite_of(std::span<const double> values);

// Greatest finite value of a metric to minimise, least of one to maximise; NaN if none is finite.
double worst_finite(std::span<const double> values, Direction direction);

// The list with `worst` in the place of whatever is not finite.
std::vector<double> with_diverged_as(std::span<const double> values, double worst);

}  // namespace autoloss
