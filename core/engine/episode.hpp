// One training of a task model, from initial parameters to the kept ones.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/config/experiment.hpp"
#include "core/engine/guide.hpp"

namespace autoloss {

// What is to be trained, how long, and what is wanted of it.
struct EpisodePlan {
  EpisodeSetup setup;
  EpisodeConfig length;
  uint32_t measured_split = AUTOLOSS_SPLIT_TEST;  // that the kept parameters are measured on at the end
  bool crossed =
      false;  // instead: chosen on one half of the validation rows, measured on the other, both ways averaged
  bool curve = false;
  bool history = false;  // valid_history is wanted
};

// The course of a training, a row for each validation.
struct Curve {
  std::vector<uint64_t> step;
  std::vector<double> valid;                // primary metric
  std::vector<std::vector<double>> losses;  // of each action of the controller, when it was last taken; NaN before
  std::vector<double> probability;          // of the controller's last action

  template <class Archive>
  void serialize(Archive& archive) {
    archive(step, valid, losses, probability);
  }
};

// What came of it.
struct EpisodeResult {
  uint64_t steps = 0;
  uint64_t batches = 0;
  bool diverged = false;  // a loss or a validation metric that is not finite ended it
  double best_valid = 0;  // of the primary metric
  uint64_t best_step = 0;
  std::vector<double> measured;       // each metric of the kept parameters on the split asked for
  std::vector<double> valid_history;  // primary metric at each validation, the initial one first; if asked for
  std::optional<Curve> curve;

  template <class Archive>
  void serialize(Archive& archive) {
    archive(steps, batches, diverged, best_valid, best_step, measured, valid_history, curve);
  }
};

// A training that can be run in parts: a controller that learns meanwhile takes it up again after each, and so does
// another process. Keeps references to all it is given. Not thread-safe.
class RunningEpisode {
 public:
  // Begins a training on the task: probes and validates the initial parameters.
  RunningEpisode(TaskInstance& task, const FeatureSchema& schema, ControllerSession& session,
                 const Guide::Options& options, const EpisodePlan& plan);
  // Takes up one that save() left, on equal arguments; it goes on to the bit. Throws RunError.
  RunningEpisode(TaskInstance& task, const FeatureSchema& schema, ControllerSession& session,
                 const Guide::Options& options, const EpisodePlan& plan, const std::string& state);
  ~RunningEpisode();

  Guide& guide();
  // Takes up to `steps` steps, fewer where the training ends or attention() changes meanwhile; returns how many.
  //   trace  if not nullptr, the controller's action of each step is added to it.
  // Throws RunError.
  uint64_t advance(uint64_t steps, std::vector<uint8_t>* trace = nullptr);
  // At the horizon, after `patience` validations without a better one, or where it diverged.
  bool ended() const;
  const EpisodeResult& so_far() const;
  // Each metric of the parameters as they are now.
  std::vector<double> measure(uint32_t split);
  // Measures the kept parameters and gives the result away; once.
  EpisodeResult finish();

  // Whether the task can be saved; only then may save() be called.
  bool can_save() const;
  // All that going on needs, but for what Options::record recorded.
  std::string save() const;

 private:
  class Episode;
  std::unique_ptr<Episode> episode_;
};

// Runs an episode: probes and validates the initial parameters, then steps as the controller says, validates every
// validate_every steps, keeps the best, and stops after `patience` validations without a better one or at the horizon.
//   trace  if not nullptr, receives the controller's action of each step.
// Throws RunError (the task failed).
EpisodeResult run_episode(TaskInstance& task, const FeatureSchema& schema, ControllerSession& session,
                          const Guide::Options& options, const EpisodePlan& plan, std::vector<uint8_t>* trace);

}  // namespace autoloss
