// How large the next study has to be.
#pragma once

#include <string>

#include "core/report/summary.hpp"

namespace autoloss {

// For each comparison of the summary, the spread of its paired differences and how many problems show a true difference
// of a few sizes, and equivalence within the margin where there is one, with a chance of four in five
// (pairs_to_settle()). "" without comparisons.
std::string plan_table(const Summary& summary);

}  // namespace autoloss
