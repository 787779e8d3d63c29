#pragma once

#include <filesystem>
#include <string>

namespace autoloss {

struct ReportOptions {
  std::string gnuplot = "gnuplot";  // name or path of the program that draws the plots
  bool figure_files = false;        // each plot as PNG and PDF too
  bool event_files = false;         // for TensorBoard
};

// Reads a run directory and writes into it
//   report.html        one file that needs no network and no scripts, plots included
//   plots/NAME.svg     each plot by itself; with figure_files also NAME.png and NAME.pdf
//   plots/NAME.csv     the numbers that it shows
//   plots/NAME.gp      the gnuplot script that draws it: gnuplot NAME.gp > NAME.svg
//   tensorboard/       with event_files, see write_event_files()
// over what an earlier report left there. Reads summary.json, and where they are there metrics.jsonl, problems.csv,
// results.csv, budget.csv, experiment.toml and provenance.json; runs nothing again. Without gnuplot the report has its
// tables and says what is missing.
// Throws ConfigError for a missing or ill-formed file, with its place, and RunError when a file cannot be written.
void write_report(const std::filesystem::path& run_directory, const ReportOptions& options = {});

}  // namespace autoloss
