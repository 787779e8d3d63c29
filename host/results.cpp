#include "host/results.hpp"

#include <iostream>

#include "core/file.hpp"
#include "core/report/summary_table.hpp"

namespace autoloss::host {

namespace po = boost::program_options;

void add_report_options(po::options_description& options) {
  options.add_options()("figures", po::bool_switch(), "leave each plot as PNG and PDF too, for slides and papers")(
      "tensorboard", po::bool_switch(), "leave event files for TensorBoard, in the folder tensorboard/");
}

ReportOptions report_options(const Arguments& arguments) {
  ReportOptions options;
  options.figure_files = arguments.is_set("figures");
  options.event_files = arguments.is_set("tensorboard");
  return options;
}

void show_results(const std::filesystem::path& directory, const Arguments& arguments) {
  write_report(directory, report_options(arguments));
  const std::filesystem::path summary = directory / "summary.json";
  if (arguments.json()) {
    std::cout << read_file(summary);
    return;
  }
  std::cout << summary_table(read_summary(summary)) << "\nreport: " << (directory / "report.html").string() << "\n";
}

}  // namespace autoloss::host
