// From the results of a study to the files that reports read.
#pragma once

#include <string>
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

// summary.json: means, intervals, comparisons, strata, sweep. Numbers that are not finite are null.
std::string summary_json(const StudyRecord& record);
// A row for each method, point, problem and controller.
std::string results_csv(const StudyRecord& record);
// Results against what was spent, of the first point: method,problem,batches,steps,value. A method that was prepared
// stands there twice, the second time as "NAME (prepared before)", without what its preparation took.
std::string budget_csv(const StudyRecord& record);
// A row for each problem at each point with its key, by which problems of different runs are paired, and what was drawn
// for it.
std::string problems_csv(const StudyRecord& record);
// Lines for metrics.jsonl: profiles and histograms of the actions of each method, curves of the first problems.
std::vector<std::string> course_events(const StudyRecord& record);

}  // namespace autoloss
