#include "host/study_run.hpp"

#include <autoloss/host.h>
#include <unistd.h>

#include <algorithm>
#include <ctime>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "core/isolate/isolated_instances.hpp"
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

// What was asked for about checkpoints.
CheckpointOptions checkpoint_options(const Arguments& arguments) {
  CheckpointOptions options;
  options.seconds = arguments.number("checkpoint-every", options.seconds);
  options.steps = static_cast<uint64_t>(arguments.number("checkpoint-steps", 0));
  return options;
}

// A run that stopped with something left to be done says how it goes on.
RunOutcome run_and_say_how_to_go_on(const Experiment& experiment, const Registry& registry, const RunOptions& options) {
  const std::string resume = "autoloss resume " + options.out.string();
  const auto can_resume = [&] {
    return fs::exists(options.out / "checkpoints") && !fs::is_empty(options.out / "checkpoints");
  };
  try {
    return run_study(experiment, registry, options);
  } catch (const Interrupted& interrupted) {
    throw Interrupted(interrupted.exit_code(), can_resume() ? "; it goes on with: " + resume : "");
  } catch (const RunError& error) {
    if (!can_resume()) throw;
    throw RunError(error.what() + ("\n  once that is mended, it goes on from its last checkpoint with: " + resume));
  }
}

RunOptions options_of(const Arguments& arguments) {
  RunOptions options;
  options.jobs = arguments.jobs();
  options.command_line = arguments.command_line();
  options.log = log_line;
  options.force = arguments.is_set("force");
  options.checkpoints = checkpoint_options(arguments);
  options.directory_ready = [](const fs::path& directory) {
    log_to_file(directory / "log.txt");
    set_crash_advice("  go on: autoloss resume " + directory.string() +
                     "\n  with --isolate a plugin that crashes costs an episode, not the run\n");
  };
  return options;
}

ExitCode run_and_show(const Arguments& arguments, const Experiment& experiment, const Registry& registry,
                      RunOptions options) {
  std::optional<TerminalProgress> progress;
  if (isatty(STDERR_FILENO) && !arguments.is_set("quiet")) options.progress = &progress.emplace();
  const RunOutcome outcome = run_and_say_how_to_go_on(experiment, registry, options);
  progress.reset();
  if (outcome.train_only) {
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

// A run that needs nothing more; its report may have been cut short.
ExitCode show_finished(const fs::path& directory, const Arguments& arguments) {
  log_line(AUTOLOSS_LOG_INFO, directory.string() + ": is finished: there is nothing to resume");
  RunDirectory::tidy_finished(directory);
  if (fs::exists(directory / "summary.json"))
    show_results(directory, arguments);
  else
    show_controllers(directory, arguments.json());
  return ExitCode::kDone;
}

void isolate(Registry& registry, const Arguments& arguments) {
  if (const auto isolation = arguments.isolation())
    registry.make_instances_by(std::make_unique<IsolatedInstances>(*isolation));
}

}  // namespace

ExitCode run_experiment(const Arguments& arguments, const ReadOptions& read_options, bool train_only) {
  Registry registry(arguments.plugin_path());
  isolate(registry, arguments);
  const Experiment experiment = read_experiment(arguments.positional().front(), registry, read_options);

  RunOptions options = options_of(arguments);
  options.train_only = train_only;
  options.resume = arguments.is_set("resume");
  if (options.resume && arguments.text("out").empty())
    throw ConfigError("--resume needs --out DIR, the run to go on with; or: autoloss resume DIR");
  options.out = arguments.text("out").empty() ? fresh_directory(experiment.name) : fs::path(arguments.text("out"));
  if (options.resume && RunDirectory::is_finished(options.out)) return show_finished(options.out, arguments);
  return run_and_show(arguments, experiment, registry, std::move(options));
}

ExitCode resume_run(const Arguments& arguments) {
  const fs::path run = arguments.positional().front();
  if (RunDirectory::is_finished(run)) return show_finished(run, arguments);
  if (!fs::exists(run / "experiment.toml"))
    throw ConfigError(
        run.string() + ": is no run directory: it has no experiment.toml" +
        (fs::exists(run) ? "\n  if a run was stopped before it had begun, run its experiment file again" : ""));
  Registry registry(arguments.plugin_path());
  isolate(registry, arguments);
  const Experiment experiment = read_experiment((run / "experiment.toml").string(), registry, {});

  RunOptions options = options_of(arguments);
  options.train_only = std::nullopt;
  options.resume = true;
  options.out = run;
  return run_and_show(arguments, experiment, registry, std::move(options));
}

}  // namespace autoloss::host
