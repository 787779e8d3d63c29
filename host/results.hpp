// The results of a run, for whoever started it.
#pragma once

#include <boost/program_options.hpp>
#include <filesystem>

#include "core/report/report.hpp"
#include "host/arguments.hpp"

namespace autoloss::host {

// What a report leaves beside its page: --figures, --tensorboard.
void add_report_options(boost::program_options::options_description& options);
ReportOptions report_options(const Arguments& arguments);

// Writes report.html into the run directory and prints the table of results, or with json the run's summary.json.
void show_results(const std::filesystem::path& directory, const Arguments& arguments);

}  // namespace autoloss::host
