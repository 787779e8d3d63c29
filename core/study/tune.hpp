// Searching parameters of a method, with its cost counted.
#pragma once

#include <vector>

#include "core/study/executor.hpp"
#include "core/study/method_setup.hpp"
#include "core/study/train.hpp"

namespace autoloss {

// Values for a method's parameters, by the component that they belong to.
struct Assignment {
  ValueMap task;
  ValueMap controller;
  EpisodeConfig episode;
  ValueMap named;  // all of them, by the key of the search: "task.joint_weight"

  template <class Archive>
  void serialize(Archive& archive) {
    archive(task, controller, episode.horizon, episode.patience, episode.validate_every, named);
  }
};

// The trials of a search, in order: every point of the grid (several parameters: their product), or random draws.
// Throws ConfigError: unknown search, a key that is no "task.", "controller." or "episode." parameter.
std::vector<Assignment> candidates(const Method& method, const ValueMap& task_values, uint64_t key);

// A length of trainings with what a search has decided of it.
EpisodeConfig tuned_length(EpisodeConfig length, const ValueMap& named);

struct TunedOnce {
  Assignment best;
  double score = 0;  // mean over the problems of Measure::score
  uint64_t steps = 0;
  uint64_t batches = 0;

  template <class Archive>
  void serialize(Archive& archive) {
    archive(best, score, steps, batches);
  }
};

// Decides a method's parameters once, on problems of the controller's role: the trial with the best mean score; with
// finalists, the best few are decided again on fresh problems.
// source: makes those problems, the same for every method. place: of the search in the study.
TunedOnce tune_once(const MethodSetup& setup, const Measure& measure, const ProblemSource& source, uint64_t key,
                    EpisodeRunner& runner, EventLog& events, const Bookmark& place);

}  // namespace autoloss
