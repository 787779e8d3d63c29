// Whatever the files of a run hold, reading them (`autoloss report`, `autoloss compare`) ends with a table and a report
// or with an error for the user.
// Input: summary.json, metrics.jsonl, results.csv, problems.csv, budget.csv and provenance.json, with a zero byte
// between them; those behind the last are missing.
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "core/errors.hpp"
#include "core/report/plan_table.hpp"
#include "core/report/report.hpp"
#include "core/report/side_by_side.hpp"
#include "core/report/summary.hpp"
#include "core/report/summary_table.hpp"

namespace {

using namespace autoloss;
namespace fs = std::filesystem;

constexpr const char* kFiles[] = {"summary.json", "metrics.jsonl", "results.csv",
                                  "problems.csv", "budget.csv",    "provenance.json"};

const fs::path& folder() {
  static const fs::path made = [] {
    const fs::path memory = fs::exists("/dev/shm") ? fs::path("/dev/shm") : fs::temp_directory_path();
    fs::path path = memory / ("autoloss-run-fuzz-" + std::to_string(getpid()));
    fs::create_directories(path);
    return path;
  }();
  return made;
}

void put(std::string_view input) {
  bool given = true;
  for (const char* name : kFiles) {
    const auto end = input.find('\0');
    if (given)
      std::ofstream(folder() / name, std::ios::binary) << input.substr(0, end);
    else
      fs::remove(folder() / name);
    given = end != std::string_view::npos;
    input.remove_prefix(given ? end + 1 : input.size());
  }
}

template <class Read>
void read(Read read_run) {
  try {
    read_run();
  } catch (const AutolossError&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size) {
  put({reinterpret_cast<const char*>(data), size});
  read([] { summary_table(read_summary(folder() / "summary.json")); });
  read([] { plan_table(side_by_side({folder(), folder()}, "")); });
  ReportOptions options;
  options.gnuplot = "/nonexistent/gnuplot";
  options.event_files = true;
  read([&] { write_report(folder(), options); });
  return 0;
}
