// What a run found, as its summary.json tells it. Read here, shown by summary_table() and write_report().
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/stats/bootstrap.hpp"
#include "core/stats/by_controller.hpp"
#include "core/stats/direction.hpp"
#include "core/stats/paired.hpp"

namespace autoloss {

// Numbers that a file leaves out or gives as null are NaN: a diverged run, an interval of a single value.

struct MetricSummary {
  std::string name;
  std::string unit;  // "" for none
  Direction direction = Direction::kMinimize;
  bool log = false;   // all values, means and differences are of ln(metric)
  double margin = 0;  // differences within ± margin are of no practical importance
};

struct MethodSummary {
  std::string name;
  std::string label;           // for people; the name if the file gives none
  std::vector<double> values;  // by problem, on the scale of the means (so ln of the metric where `log`)
  // The same by controller, where several were trained; values are then the means over them. Empty otherwise.
  ByController values_by_controller;
  std::size_t n = 0;  // problems
  double mean = 0;
  double sd = 0;
  Interval ci95{};
  double iqm = 0;  // interquartile mean
  Interval iqm_ci95{};
  std::size_t controllers = 1;  // independently trained ones
  std::string replays;          // the method whose actions it repeats, controller by controller; "" for none
  std::size_t diverged = 0;
  double steps = 0;               // of a guided training, mean over the problems
  double search_steps = 0;        // of searches and trainings on each problem, mean over the problems
  double search_steps_total = 0;  // of those, and of what was searched and trained once, in all
  double batches = 0;             // data batches scanned by a guided training, mean over the problems
  double training_steps = 0;      // of what was searched and trained once
  std::vector<std::pair<std::string, std::string>> tuned;  // parameters that a search decided once

  // values_by_controller, or the values as those of a single one.
  ByController table() const;
  // Everything that a problem cost: its guided training and its share of all searches and trainings. NaN if unknown.
  double cost() const;
};

// What the method (the reference) does better or worse than another; differences are method minus against.
struct ComparisonSummary {
  std::string method;
  std::string against;
  double mean_difference = 0;
  double sd = 0;  // of the differences by problem
  Interval ci95{};
  std::size_t wins = 0;
  std::size_t losses = 0;
  std::size_t n = 0;
  std::size_t controllers = 1;  // of the method that has more of them
  Improvement improvement{};    // NaN where the file does not give it
  double p = 0;
  double p_holm = 0;
  Verdict verdict = Verdict::kInconclusive;
  std::optional<std::size_t> settled_by;  // problems that should settle an inconclusive one
};

struct BinMethod {
  std::string name;
  double mean = 0;
  Interval ci95{};
};

// Problems of one range of a drawn parameter.
struct Bin {
  std::string label;  // "[0.5, 1)"
  std::size_t n = 0;
  std::vector<BinMethod> methods;
  std::vector<ComparisonSummary> comparisons;
};

struct Stratum {
  std::string key;  // "task.noise"
  std::vector<Bin> bins;
};

struct SweepPoint {
  std::string label;            // the value as text, or the name of a distribution
  std::optional<double> value;  // empty: it is no number
  std::vector<MethodSummary> methods;
  std::vector<ComparisonSummary> comparisons;
};

struct SweepSummary {
  std::string key;  // "": the points are distributions by name
  std::vector<SweepPoint> points;
};

struct Summary {
  std::string experiment;
  std::string description;
  std::uint64_t seed = 0;
  MetricSummary metric;
  std::string reference;  // name of a method, or "" when nothing is compared
  std::size_t problems = 0;
  std::string note;  // on how the methods were brought together, "" for those of one run
  std::vector<MethodSummary> methods;
  std::vector<ComparisonSummary> comparisons;
  std::vector<Stratum> strata;
  std::optional<SweepSummary> sweep;

  // nullptr: there is no such method.
  const MethodSummary* method(std::string_view name) const;
  // The label of a method, or the name itself.
  std::string_view label(std::string_view name) const;
  // The comparison of the reference with this method; nullptr: there is none.
  const ComparisonSummary* comparison_with(std::string_view name) const;
};

// Reads summary.json. Keys that it does not know are skipped. Throws ConfigError, with the file and where in it, for
// one that is missing, is no JSON or lacks what the report cannot do without.
Summary read_summary(const std::filesystem::path& path);

}  // namespace autoloss
