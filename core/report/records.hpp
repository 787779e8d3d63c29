// What a run wrote down while it went on, as its metrics.jsonl (one JSON object a line, `kind` says which)
// and its budget.csv tell it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace autoloss {

// One update of a controller in training.
struct UpdateRecord {
  std::string method;
  std::uint64_t controller = 0;  // of a method with several, each trained for itself
  std::uint64_t start = 0;       // which of the trainings that the best was kept of
  std::uint64_t update = 0;
  double return_mean = 0;  // over the episodes of the update
  double return_sd = 0;
  double steps_mean = 0;  // length of these episodes
};

// A controller in training, scored on the selection problems.
struct SelectionRecord {
  std::string method;
  std::uint64_t controller = 0;
  std::uint64_t start = 0;
  std::uint64_t update = 0;
  double score = 0;   // greater is better
  bool best = false;  // the best of all starts so far
};

// One trial of a search over parameters that was done once. A score that is NaN: it diverged.
struct TrialRecord {
  std::string method;
  std::uint64_t trial = 0;
  std::uint64_t round = 0;  // the finalists' round has other problems, so its scores compare among themselves only
  std::vector<std::pair<std::string, std::string>> parameters;
  double score = 0;  // greater is better
};

// How often a method took an action along the training, over all guided problems.
struct ProfileRecord {
  std::string method;
  std::string action;
  double bin_width = 1;       // steps a bin
  std::vector<double> share;  // by bin, of the steps in it
  std::vector<double> alive;  // by bin, problems that still ran
};

// How many guided trainings gave an action which share of their steps, along the training.
struct SharesRecord {
  std::string method;
  std::string action;
  double slice_width = 1;                   // steps a slice
  std::vector<std::vector<double>> counts;  // by slice, by bin of equal shares from 0 to 1
};

// One guided training in detail. Each series has a value for every step listed.
struct CurveRecord {
  std::string method;
  std::uint64_t problem = 0;
  std::vector<double> step;
  std::vector<std::pair<std::string, std::vector<double>>> series;       // losses and metrics
  std::vector<std::pair<std::string, std::vector<double>>> probability;  // by action
};

// What a method would return of a problem once it has scanned so many batches of data, its search or training included.
struct BudgetRecord {
  std::string method;
  std::string problem;  // and the controller or the point, where the file has them
  double batches = 0;
  double steps = 0;
  double value = 0;  // on the compared split; NaN: diverged
};

struct Records {
  std::vector<UpdateRecord> updates;
  std::vector<SelectionRecord> selections;
  std::vector<TrialRecord> trials;
  std::vector<ProfileRecord> profiles;
  std::vector<SharesRecord> shares;
  std::vector<CurveRecord> curves;
};

// Reads metrics.jsonl; without the file there are no records. Lines of another kind are skipped, and so is a last line
// without its end (a run was cut off in it). Throws ConfigError with file and line for any other that is ill-formed.
Records read_records(const std::filesystem::path& path);

// Reads budget.csv (columns method, problem, batches, steps, value; controller and point may be there); without the
// file there is none. Throws ConfigError for a column that is missing and for batches that are no number.
std::vector<BudgetRecord> read_budget(const std::filesystem::path& path);

}  // namespace autoloss
