// An explanation as a page with plots.
#pragma once

#include <filesystem>
#include <string>

#include "core/explain/explanation.hpp"

namespace autoloss {

// Writes into a folder, over what an earlier explanation left there
//   explanation.html   one file that needs no network and no scripts, plots included
//   explanation.json   the numbers
//   plots/NAME.csv, .gp, .svg   as for reports
// Without gnuplot the page has its tables and says what is missing. Throws RunError when a file cannot be written.
void write_explanation(const Explanation& explanation, const ControllerFile& file, const std::filesystem::path& folder,
                       const std::string& gnuplot_program = "gnuplot");

}  // namespace autoloss
