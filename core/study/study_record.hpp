// What a study found: problems, methods and their results, before it is written down.
#pragma once

#include <optional>
#include <vector>

#include "core/study/guided.hpp"

namespace autoloss {

// The guided problems at one value of the swept key (or all of them, without a sweep), with every method's results.
struct StudyPoint {
  std::optional<Value> value;  // of the sweep; a text names the point
  std::vector<Problem> problems;
  std::vector<MethodResults> results;                         // by method
  std::vector<std::vector<std::vector<BudgetPoint>>> budget;  // by method and problem; empty unless asked for
};

// What was spent on a method before it guided.
struct PreparationCost {
  uint64_t steps = 0;
  uint64_t batches = 0;
};

struct StudyRecord {
  const Experiment* experiment = nullptr;
  const std::vector<ReadyMethod>* methods = nullptr;
  TaskShape shape;
  Measure measure;
  std::vector<StudyPoint> points;
  std::vector<PreparationCost> preparation;  // by method, over all points
};

}  // namespace autoloss
