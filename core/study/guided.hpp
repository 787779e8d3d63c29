// Guiding new models: every method on every problem, paired.
#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/study/executor.hpp"
#include "core/study/method_setup.hpp"
#include "core/study/packed_trace.hpp"
#include "core/study/train.hpp"
#include "core/study/tune.hpp"

namespace autoloss {

// What a method would have returned on a problem after spending so much.
struct BudgetPoint {
  uint64_t batches = 0;
  uint64_t steps = 0;
  double value = 0;

  template <class Archive>
  void serialize(Archive& archive) {
    archive(batches, steps, value);
  }
};

// How one method did on one problem.
struct GuidedResult {
  double value = 0;  // Measure::of on the compared split; not finite when it diverged
  double validation = 0;
  uint64_t best_step = 0;
  uint64_t steps = 0;
  uint64_t batches = 0;
  uint64_t search_steps = 0;  // of trials that were not chosen, and of a controller's training on this problem
  uint64_t search_batches = 0;
  bool diverged = false;
  std::string failure;         // why there is no result (EpisodeOutcome::failure); it then counts as diverged
  ValueMap chosen;             // parameters that a search on this problem decided, by name
  std::vector<uint8_t> trace;  // the controller's action at each step; empty with a single action
  std::optional<Curve> curve;
  std::vector<BudgetPoint> search;          // as the search on this problem went on; if the plan asks for budgets
  std::vector<GuidedResult> by_controller;  // where several controllers guide: of each; the rest is then their mean

  template <class Archive>
  void serialize(Archive& archive) {
    PackedTrace packed(trace);
    archive(value, validation, best_step, steps, batches, search_steps, search_batches, diverged, failure, chosen,
            packed, curve, search, by_controller);
  }
};

// How many controllers guided, at least 1; and what one of them did.
inline std::size_t controllers_of(const GuidedResult& result) {
  return std::max<std::size_t>(1, result.by_controller.size());
}
inline const GuidedResult& of_controller(const GuidedResult& result, std::size_t controller) {
  return result.by_controller.empty() ? result : result.by_controller[controller];
}

// A method ready to guide: controllers that are trained, tuned or made, or one that is made for each problem.
struct ReadyMethod {
  MethodSetup setup;
  std::vector<std::shared_ptr<const ControllerInstance>> controllers{};  // of each training; empty: one a problem
  std::optional<Assignment> tuned{};                                     // what a search decided once
  std::vector<ControllerSnapshot> snapshots{};                           // of the first training
  uint64_t preparation_steps = 0;                                        // of trainings and searches done once
  uint64_t preparation_batches = 0;
};

struct GuidePlan {
  std::string what = "guide";  // for the progress
  const std::vector<Problem>* problems = nullptr;
  Measure measure;
  const TaskShape* shape = nullptr;
  uint32_t split = AUTOLOSS_SPLIT_TEST;
  uint64_t key = 0;
  int64_t curves = 0;
  bool budget = false;  // results against what was spent are wanted
  Bookmark place;       // of the guiding in the study
};

// Results of one method by problem. Keys of draws depend on the problem alone: methods are paired.
using MethodResults = std::vector<GuidedResult>;

// Runs the methods that replay nothing; an entry is empty for the others.
std::vector<MethodResults> guide_methods(const std::vector<ReadyMethod>& methods, const GuidePlan& plan,
                                         Executor& executor, Progress* progress, EventLog& events);

// Runs a method that replays `source`, the results of the method it names.
MethodResults guide_replay(const ReadyMethod& method, const MethodResults& source, std::size_t source_actions,
                           const GuidePlan& plan, Executor& executor);

// Results of a method against what was spent, by problem: along its training or its search, where it has one.
std::vector<std::vector<BudgetPoint>> budget_of(const ReadyMethod& method, const MethodResults& results,
                                                const GuidePlan& plan, Executor& executor);

// Mean share of each action by time: bins of `width` steps, over the problems still running.
struct Profile {
  int64_t width = 1;
  std::vector<std::vector<double>> share;  // by bin, then by action; sums to 1
  std::vector<double> alive;               // problems that reached the bin
};
Profile profile_of(const MethodResults& results, std::size_t actions, int64_t width);

}  // namespace autoloss
