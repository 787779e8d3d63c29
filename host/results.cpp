#include "host/results.hpp"

#include <iostream>

#include "core/record/file.hpp"
#include "core/report/report.hpp"
#include "core/report/summary_table.hpp"

namespace autoloss::host {

void show_results(const std::filesystem::path& directory, bool json) {
  write_report(directory);
  const std::filesystem::path summary = directory / "summary.json";
  if (json) {
    std::cout << read_file(summary);
    return;
  }
  std::cout << summary_table(read_summary(summary)) << "\nreport: " << (directory / "report.html").string() << "\n";
}

}  // namespace autoloss::host
