#pragma once

#include <string>

#include "core/report/summary.hpp"

namespace autoloss {

// The table that a run prints when it ends: one row a method, in aligned columns, with what the intervals and the words
// mean below it. UTF-8, every line ends with a line end.
std::string summary_table(const Summary& summary);

}  // namespace autoloss
