#pragma once

#include <cstdint>
#include <span>

namespace autoloss {

// Two-sided p-value of the sign-flip permutation test: how often would paired differences of these sizes, each with a
// sign tossed at random, have a mean as far from 0 (Fisher, "The design of experiments", 1935, section 21). Chosen over
// Wilcoxon's signed ranks because it tests the mean, which is what the tables and intervals are about; it supposes, as
// that test does, that under the null a difference is symmetric about 0.
//
// Pairs without a difference say nothing and are left out. With up to 20 others every sign pattern is counted, so p is
// exact. Beyond, 99,999 patterns are drawn and p = (b + 1) / 100,000 with b of them as extreme, which is never 0 and
// never too small on average (Phipson and Smyth, "Permutation p-values should never be zero", 2010). Equal seeds give
// equal p. No differences: 1. Throws std::invalid_argument for one that is not finite.
double sign_flip_p(std::span<const double> differences, std::uint64_t seed);

}  // namespace autoloss
