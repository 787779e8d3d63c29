#include "host/study_run.hpp"

#include <unistd.h>

#include <algorithm>
#include <ctime>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "core/plugin/crash_report.hpp"
#include "core/study/study.hpp"
#include "host/log.hpp"
#include "host/results.hpp"
#include "host/terminal_progress.hpp"

namespace autoloss::host {
namespace {

namespace fs = std::filesystem;

// runs/NAME-TIME, with a number behind it if that is taken.
fs::path fresh_directory(const std::string& name) {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  char time[32];
  std::strftime(time, sizeof(time), "%Y%m%d-%H%M%S", &local);
  const fs::path first = fs::path("runs") / (name + "-" + time);
  fs::path directory = first;
  for (int number = 2; fs::exists(directory); ++number) directory = first.string() + "-" + std::to_string(number);
  return directory;
}

std::vector<fs::path> saved_controllers(const fs::path& directory) {
  std::vector<fs::path> files;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(directory / "controllers", error))
    if (entry.is_regular_file()) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

void show_controllers(const fs::path& directory, bool json) {
  const std::vector<fs::path> files = saved_controllers(directory);
  if (json) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const fs::path& file : files) list.push_back(file.string());
    std::cout << nlohmann::ordered_json{{"directory", directory.string()}, {"controllers", list}}.dump(2) << "\n";
    return;
  }
  for (const fs::path& file : files) std::cout << file.string() << "\n";
}

void show_failures(const RunOutcome& outcome) {
  uint64_t count = 0;
  for (const auto& [why, episodes] : outcome.failures) count += episodes;
  std::cerr << count << (count == 1 ? " episode" : " episodes") << " failed, counted as diverged:\n";
  for (const auto& [why, episodes] : outcome.failures) std::cerr << "  " << episodes << " x " << why << "\n";
  std::cerr << "  which ones: " << (outcome.directory / "results.csv").string() << ", column failure\n";
}

}  // namespace

ExitCode run_experiment(const Arguments& arguments, const ReadOptions& read_options, bool train_only) {
  Registry registry(arguments.plugin_path());
  if (const auto isolation = arguments.isolation()) registry.isolate(*isolation);
  const Experiment experiment = read_experiment(arguments.positional().front(), registry, read_options);

  RunOptions options;
  options.jobs = arguments.jobs();
  options.train_only = train_only;
  options.command_line = arguments.command_line();
  options.out = arguments.text("out").empty() ? fresh_directory(experiment.name) : fs::path(arguments.text("out"));
  options.log = log_line;
  options.directory_ready = [](const fs::path& directory) {
    log_to_file(directory / "log.txt");
    set_crash_advice("  go on: autoloss resume " + directory.string() +
                     "\n  with --isolate a plugin that crashes costs an episode, not the run\n");
  };
  std::optional<TerminalProgress> progress;
  if (isatty(STDERR_FILENO) && !arguments.is_set("quiet")) options.progress = &progress.emplace();

  const RunOutcome outcome = run_study(experiment, registry, options);
  progress.reset();
  if (train_only) {
    show_controllers(outcome.directory, arguments.json());
  } else {
    show_results(outcome.directory, arguments);
  }
  if (!outcome.failures.empty()) {
    show_failures(outcome);
    return ExitCode::kPartFailed;
  }
  const bool all_diverged = outcome.guided > 0 && outcome.diverged == outcome.guided;
  return all_diverged ? ExitCode::kDiverged : ExitCode::kDone;
}

}  // namespace autoloss::host
