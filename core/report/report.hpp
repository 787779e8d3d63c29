#pragma once

#include <filesystem>
#include <string>

namespace autoloss {

struct ReportOptions {
  std::string gnuplot = "gnuplot";  // name or path of the program that draws the plots
};

// Reads a run directory and writes into it
//   report.html        one file that needs no network and no scripts, plots included
//   plots/NAME.svg     each plot by itself
//   plots/NAME.csv     the numbers that it shows
//   plots/NAME.gp      the gnuplot script that draws it: gnuplot NAME.gp > NAME.svg
// over what an earlier report left there. Reads summary.json, and where they are there metrics.jsonl, problems.csv,
// results.csv, experiment.toml and provenance.json; runs nothing again. Without gnuplot the report has its tables and
// says what is missing.
// Throws ConfigError for a missing or ill-formed file, with its place, and RunError when a file cannot be written.
void write_report(const std::filesystem::path& run_directory, const ReportOptions& options = {});

}  // namespace autoloss
