// A whole study: train the controllers, search what is searched once, guide every problem by every method, compare.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "core/config/experiment.hpp"
#include "core/plugin/host_services.hpp"
#include "core/plugin/registry.hpp"
#include "core/study/checkpointer.hpp"
#include "core/study/progress.hpp"

namespace autoloss {

struct RunOptions {
  std::filesystem::path out;     // the run directory: must not exist, or be empty, or be resumed
  int jobs = 1;                  // episodes at the same time; results do not depend on it
  Progress* progress = nullptr;  // told how far it is; may be nullptr
  HostServices::Log log;         // lines of components and of the study; may be empty
  std::string command_line;      // for the provenance
  // Stops once the controllers are trained and saved; nothing: as the run that is resumed was begun.
  std::optional<bool> train_only = false;
  bool resume = false;  // goes on with the run in `out`, if there is one
  bool force = false;   // even if what the run depends on has changed
  CheckpointOptions checkpoints;
  std::function<void(const std::filesystem::path&)> directory_ready;  // called once the directory stands
};

struct RunOutcome {
  std::filesystem::path directory;
  uint64_t diverged = 0;  // guided trainings that diverged
  uint64_t guided = 0;    // all of them
  bool train_only = false;
  // Episodes, of trainings and searches too, that were given up because a plugin crashed, by why.
  std::map<std::string, uint64_t> failures;
};

// Runs the experiment and leaves a run directory with metrics.jsonl, controllers/, summary.json, results.csv,
// problems.csv, experiment.toml, provenance.json, timings.json. Equal experiment, seed and build: equal files, but for
// the last two, however often the run was stopped and resumed. Throws ConfigError, PluginError, RunError; Interrupted
// once a checkpoint is written.
RunOutcome run_study(const Experiment& experiment, const Registry& registry, const RunOptions& options);

// Checks what only the plugins know: actions, metrics, features, splits, controllers that fit. Throws as run_study.
void check_study(const Experiment& experiment, const Registry& registry);

}  // namespace autoloss
