#pragma once

#include <span>
#include <vector>

namespace autoloss {

// p-values of a family of tests, each raised so that calling those below α real is wrong anywhere in the family with
// probability at most α, however the tests depend on each other (Holm, "A simple sequentially rejective multiple test
// procedure", 1979). In the order given, at most 1. A NaN is no test: it stays NaN and is not counted in the family.
// Throws std::invalid_argument outside [0, 1].
std::vector<double> holm(std::span<const double> p_values);

}  // namespace autoloss
