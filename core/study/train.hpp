// Training a controller: one mechanism for every controller plugin.
#pragma once

#include <string>
#include <vector>

#include "core/engine/feature_sample.hpp"
#include "core/study/executor.hpp"
#include "core/study/method_setup.hpp"
#include "core/study/progress.hpp"

namespace autoloss {

// Makes the problem of a key; for a controller of one problem, that problem whatever the key.
using ProblemSource = std::function<Problem(uint64_t key)>;

// A controller that was the best so far when it was validated, and what had been spent by then.
struct ControllerSnapshot {
  std::string state;  // of ControllerInstance::save()
  uint64_t steps = 0;
  uint64_t batches = 0;

  template <class Archive>
  void serialize(Archive& archive) {
    archive(state, steps, batches);
  }
};

// A controller as training left it.
struct TrainedController {
  std::string state;  // of ControllerInstance::save()
  double score = 0;   // mean over the selection problems of Measure::score; NaN if none were asked for
  int64_t start = 0;
  int64_t update = 0;     // after which it was
  uint64_t episodes = 0;  // of the whole training, selection included
  uint64_t steps = 0;
  uint64_t batches = 0;
  uint64_t diverged = 0;
  std::vector<ControllerSnapshot> snapshots;  // the last one is the controller itself
  FeatureSample sample;                       // of what it saw before it was kept, in its start

  template <class Archive>
  void serialize(Archive& archive) {
    archive(state, score, start, update, episodes, steps, batches, diverged, snapshots, sample);
  }
};

struct TrainPlan {
  std::string name;  // of what is trained, for its events
  const MethodSetup* setup = nullptr;
  Measure measure;
  const TaskShape* shape = nullptr;
  ProblemSource source;
  uint64_t key = 0;  // of everything drawn
  Bookmark place;    // of the training in the study
};

// Trains `starts` controllers and returns the one that validates best: on problems of their own, in the controller's
// role, guided as in use. Throws ConfigError (the controller does not learn; the task lacks the split), RunError,
// Interrupted.
TrainedController train_controller(const TrainPlan& plan, EpisodeRunner& runner, EventLog& events, Progress* progress);

}  // namespace autoloss
