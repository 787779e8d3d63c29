#pragma once

#include <span>

namespace autoloss {

// Plain descriptions of one list. Order never matters, nothing is remembered. What does not exist (the mean of an empty
// list, the spread of one value) is NaN. Lists hold no NaN; infinities are ordinary ends of the order, so a median or
// an interquartile mean stays finite while few runs diverged.

double mean(std::span<const double> values);

// Root of the sum of squares about the mean over n − 1 (two passes). NaN with fewer than two values.
double standard_deviation(std::span<const double> values);

// Value below which the share `probability` in [0, 1] of the list lies, interpolated between order statistics as R and
// NumPy do by default (type 7 of Hyndman and Fan, "Sample quantiles in statistical packages", 1996).
// Throws std::invalid_argument for a probability outside [0, 1].
double quantile(std::span<const double> values, double probability);

// The same for a list already in ascending order, without copying it.
double quantile_of_sorted(std::span<const double> sorted, double probability);

double median(std::span<const double> values);

// Mean of what stays when the ⌊n/4⌋ least and the ⌊n/4⌋ greatest values are dropped (Agarwal et al., "Deep
// reinforcement learning at the edge of the statistical precipice", 2021): steadier than the mean, sharper than the
// median.
double interquartile_mean(std::span<const double> values);

}  // namespace autoloss
