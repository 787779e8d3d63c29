// The results of a run, for whoever started it.
#pragma once

#include <filesystem>

namespace autoloss::host {

// Writes report.html into the run directory and prints the table of results, or with json the run's summary.json.
void show_results(const std::filesystem::path& directory, bool json);

}  // namespace autoloss::host
