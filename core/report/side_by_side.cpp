#include "core/report/side_by_side.hpp"

#include <algorithm>
#include <autoloss/cpp/random.hpp>
#include <cmath>
#include <fstream>
#include <limits>
#include <map>
#include <sstream>

#include "core/config/document.hpp"
#include "core/errors.hpp"
#include "core/nearest.hpp"
#include "core/report/csv.hpp"
#include "core/stats/descriptive.hpp"
#include "core/stats/diverged.hpp"

namespace autoloss {
namespace {

namespace fs = std::filesystem;

// The whole file; "" if it is not there.
std::string content_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  if (stream) text << stream.rdbuf();
  return text.str();
}

// The task that a run guided, as its experiment file sets it.
std::string task_of(const fs::path& run) {
  const fs::path experiment = run / "experiment.toml";
  const Node document = parse_document(content_of(experiment), experiment.string());
  const Node* task = document.find("task");
  std::string text = task != nullptr ? to_toml(*task) : "";
  const Node* guide = document.find("guide");
  if (const Node* guided = guide != nullptr ? guide->find("task") : nullptr) text += to_toml(*guided);
  return text;
}

// What tells each problem of a run from others: its key and what it drew, at each point of a sweep. Without a file of
// problems, its number.
std::vector<std::string> identities_of(const fs::path& run, std::size_t problems) {
  std::vector<std::string> identities(problems);
  const fs::path file = run / "problems.csv";
  const Csv table = parse_csv(content_of(file), file.string());
  const std::optional<std::size_t> number = table.column("problem");
  const bool has_keys = table.column("key").has_value();
  if (!number || !has_keys)
    for (std::size_t problem = 0; problem < problems; ++problem) identities[problem] = std::to_string(problem);
  if (!number) return identities;
  for (const std::vector<std::string>& row : table.rows) {
    const double problem = number_in(row[*number]);
    if (!(problem >= 0 && problem < static_cast<double>(problems)))
      throw ConfigError(file.string() + ": problem '" + row[*number] + "' is none of the " + std::to_string(problems) +
                        " of summary.json");
    for (std::size_t column = 0; column < row.size(); ++column)
      if (column != *number) identities[static_cast<std::size_t>(problem)] += row[column] + "\n";
  }
  return identities;
}

// A run and its place in the comparison.
struct Run {
  fs::path path;
  std::string name;
  Summary summary;
  std::vector<std::string> identities;  // by problem
};

// The name of a run in a table: the last part of its path.
std::string name_of_run(const fs::path& run) {
  const fs::path absolute = fs::absolute(run).lexically_normal();
  return (absolute.has_filename() ? absolute : absolute.parent_path()).filename().string();
}

Run read_run(const fs::path& path) {
  Run run{path, name_of_run(path), read_summary(path / "summary.json"), {}};
  run.identities = identities_of(path, run.summary.problems);
  for (const MethodSummary& method : run.summary.methods)
    if (method.values.size() != run.summary.problems)
      throw ConfigError((path / "summary.json").string() + ": method '" + method.name + "' has " +
                        std::to_string(method.values.size()) + " values for " + std::to_string(run.summary.problems) +
                        " problems");
  return run;
}

std::string scale_of(const MetricSummary& metric) {
  return "'" + (metric.log ? "ln(" + metric.name + ")" : metric.name) + "' (" + name_of(metric.direction) + ")";
}

void need_equal_questions(const Run& first, const Run& other) {
  const auto refuse = [&](const std::string& what) {
    throw ConfigError(other.path.string() + " cannot be compared with " + first.path.string() + ": " + what);
  };
  const MetricSummary &these = other.summary.metric, &those = first.summary.metric;
  if (these.name != those.name || these.direction != those.direction || these.log != those.log)
    refuse("they measured " + scale_of(these) + " and " + scale_of(those));
  if (task_of(other.path) != task_of(first.path)) refuse("their [task] tables differ");
}

// The problems that all runs guided, in the order of the first one: for each run, their places in it.
std::vector<std::vector<std::size_t>> common_problems(const std::vector<Run>& runs) {
  std::vector<std::map<std::string, std::size_t>> places(runs.size());
  for (std::size_t run = 0; run < runs.size(); ++run)
    for (std::size_t problem = 0; problem < runs[run].identities.size(); ++problem)
      places[run].emplace(runs[run].identities[problem], problem);
  std::vector<std::vector<std::size_t>> common(runs.size());
  for (const std::string& identity : runs.front().identities) {
    if (!std::all_of(places.begin(), places.end(), [&](const auto& known) { return known.contains(identity); }))
      continue;
    for (std::size_t run = 0; run < runs.size(); ++run) common[run].push_back(places[run].at(identity));
  }
  return common;
}

void need_common(const std::vector<Run>& runs, std::size_t common) {
  if (common > 0) return;
  const Run& first = runs.front();
  for (const Run& run : runs)
    if (run.summary.seed != first.summary.seed)
      throw ConfigError(run.path.string() + " cannot be compared with " + first.path.string() +
                        ": they have no problem in common, since their problems follow from other seeds, " +
                        std::to_string(run.summary.seed) + " and " + std::to_string(first.summary.seed) +
                        "; run one of them with --seed");
  throw ConfigError("the runs have no problem in common: see the keys in their problems.csv");
}

// "" where every run guided just these.
std::string note_on(const std::vector<Run>& runs, std::size_t common) {
  std::string counts;
  bool all = true;
  for (const Run& run : runs) {
    all = all && run.identities.size() == common;
    counts += (counts.empty() ? "" : ", ") + std::to_string(run.identities.size()) + " of " + run.name;
  }
  return all ? "" : "paired on the " + std::to_string(common) + " problems that all runs guided: of " + counts;
}

// The worst result of any method: what a diverged run counts as.
double worst_of(const Summary& summary) {
  std::vector<double> all;
  for (const MethodSummary& method : summary.methods) {
    const std::vector<double> values = pooled(method.table());
    all.insert(all.end(), values.begin(), values.end());
  }
  return worst_finite(all, summary.metric.direction);
}

std::vector<double> picked(const std::vector<double>& values, const std::vector<std::size_t>& problems) {
  std::vector<double> some;
  for (const std::size_t problem : problems) some.push_back(values[problem]);
  return some;
}

// The method on some of its problems, in this order.
void restrict(MethodSummary& method, const std::vector<std::size_t>& problems) {
  method.values = picked(method.values, problems);
  for (std::vector<double>& row : method.values_by_controller) row = picked(row, problems);
  method.n = problems.size();
  method.diverged = count_diverged(pooled(method.table()));
}

// Means and intervals over the problems that are left, as the study itself has them.
void estimate(Summary& all) {
  const double worst = worst_of(all);
  const bool usable = std::isfinite(worst);
  const std::uint64_t seed = sdk::derive(all.seed, "statistics");
  const double none = std::numeric_limits<double>::quiet_NaN();
  for (MethodSummary& method : all.methods) {
    ByController filled;
    for (const std::vector<double>& row : method.table()) filled.push_back(with_diverged_as(row, worst));
    const std::vector<double> by_problem = mean_by_problem(filled);
    method.mean = usable ? mean(by_problem) : none;
    method.sd = usable ? standard_deviation(by_problem) : none;
    method.iqm = usable ? interquartile_mean(pooled(filled)) : none;
    method.ci95 = usable ? nested_interval_of_mean(filled, seed) : Interval{none, none};
    method.iqm_ci95 = usable ? nested_interval_of_iqm(filled, seed) : Interval{none, none};
  }
}

void add_methods(const Summary& run, const std::string& prefix, Summary& all) {
  for (MethodSummary method : run.methods) {
    if (!prefix.empty()) {
      method.label = method.label + " (" + prefix + ")";
      method.name = prefix + "/" + method.name;
      if (!method.replays.empty()) method.replays = prefix + "/" + method.replays;
    }
    if (all.method(method.name) != nullptr)
      throw ConfigError("two methods are called '" + method.name + "': give runs with different names");
    all.methods.push_back(std::move(method));
  }
}

ComparisonSummary summary_of(const PairedComparison& comparison, const std::string& method,
                             const std::string& against) {
  ComparisonSummary summary;
  summary.method = method;
  summary.against = against;
  summary.mean_difference = comparison.mean_difference;
  summary.sd = comparison.sd;
  summary.ci95 = comparison.ci95;
  summary.wins = comparison.wins;
  summary.losses = comparison.losses;
  summary.n = comparison.n;
  summary.controllers = comparison.controllers;
  summary.improvement = comparison.improvement;
  summary.p = comparison.p;
  summary.p_holm = comparison.p_holm;
  summary.verdict = comparison.verdict;
  summary.settled_by = comparison.settled_by;
  return summary;
}

// Every other method against the reference, as the study itself compares them.
std::vector<ComparisonSummary> comparisons_with(const MethodSummary& reference, const Summary& all) {
  PairedOptions options;
  options.direction = all.metric.direction;
  options.margin = all.metric.margin;
  options.seed = sdk::derive(all.seed, "statistics");
  options.diverged_as = worst_of(all);
  std::vector<PairedComparison> family;
  std::vector<std::string> against;
  for (const MethodSummary& method : all.methods) {
    if (method.name == reference.name) continue;
    options.same_controllers = (method.replays == reference.name || reference.replays == method.name) &&
                               method.table().size() == reference.table().size();
    family.push_back(compare_paired(reference.table(), method.table(), options));
    against.push_back(method.name);
  }
  correct_family(family);
  std::vector<ComparisonSummary> comparisons;
  for (std::size_t index = 0; index < family.size(); ++index)
    comparisons.push_back(summary_of(family[index], reference.name, against[index]));
  return comparisons;
}

}  // namespace

Summary side_by_side(const std::vector<fs::path>& paths, const std::string& reference) {
  std::vector<Run> runs;
  for (const fs::path& path : paths) {
    runs.push_back(read_run(path));
    need_equal_questions(runs.front(), runs.back());
  }
  const std::vector<std::vector<std::size_t>> common = common_problems(runs);
  need_common(runs, common.front().size());

  const bool several = runs.size() > 1;
  const Run& first = runs.front();
  Summary all = first.summary;
  all.methods.clear();
  all.strata.clear();
  all.sweep.reset();
  all.problems = common.front().size();
  all.note = note_on(runs, all.problems);
  for (std::size_t run = 0; run < runs.size(); ++run) {
    for (MethodSummary& method : runs[run].summary.methods) restrict(method, common[run]);
    add_methods(runs[run].summary, several ? runs[run].name : "", all);
  }
  if (several) estimate(all);

  all.reference = !reference.empty() ? reference
                  : several          ? first.name + "/" + first.summary.reference
                                     : first.summary.reference;
  const MethodSummary* chosen = all.method(all.reference);
  if (chosen == nullptr) {
    std::vector<std::string> names;
    for (const MethodSummary& method : all.methods) names.push_back(method.name);
    const auto near = nearest(all.reference, names);
    throw ConfigError("there is no method '" + all.reference + "'" + (near ? "\n  did you mean '" + *near + "'?" : "") +
                      "\n  methods: " + listed(names));
  }
  all.comparisons = comparisons_with(*chosen, all);
  return all;
}

}  // namespace autoloss
