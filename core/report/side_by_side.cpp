#include "core/report/side_by_side.hpp"

#include <algorithm>
#include <autoloss/cpp/random.hpp>
#include <fstream>
#include <sstream>

#include "core/config/document.hpp"
#include "core/errors.hpp"
#include "core/nearest.hpp"

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

// What the guided problems of a run follow from: the task's parameters and what was drawn for each problem.
struct Problems {
  std::string task;
  std::string drawn;
};

Problems problems_of(const fs::path& run) {
  const fs::path experiment = run / "experiment.toml";
  const Node document = parse_document(content_of(experiment), experiment.string());
  const Node* task = document.find("task");
  return {task != nullptr ? to_toml(*task) : "", content_of(run / "problems.csv")};
}

// The name of a run in a table: the last part of its path.
std::string name_of_run(const fs::path& run) {
  const fs::path absolute = fs::absolute(run).lexically_normal();
  return (absolute.has_filename() ? absolute : absolute.parent_path()).filename().string();
}

void need_paired(const fs::path& first_run, const Summary& first, const fs::path& run, const Summary& other) {
  const auto refuse = [&](const std::string& what) {
    throw ConfigError(run.string() + " cannot be compared with " + first_run.string() + ": " + what);
  };
  if (other.metric.name != first.metric.name || other.metric.direction != first.metric.direction ||
      other.metric.log != first.metric.log)
    refuse("they measured '" + other.metric.name + "' and '" + first.metric.name + "', or on another scale");
  if (other.seed != first.seed)
    refuse("their problems follow from other seeds, " + std::to_string(other.seed) + " and " +
           std::to_string(first.seed));
  if (other.problems != first.problems)
    refuse("they guided " + std::to_string(other.problems) + " and " + std::to_string(first.problems) + " problems");
  const Problems these = problems_of(run), those = problems_of(first_run);
  if (these.task != those.task) refuse("their [task] tables differ");
  if (these.drawn != those.drawn) refuse("their problems.csv differ");
}

void add_methods(const Summary& run, const std::string& prefix, Summary& all) {
  for (MethodSummary method : run.methods) {
    if (!prefix.empty()) {
      method.label = method.label + " (" + prefix + ")";
      method.name = prefix + "/" + method.name;
    }
    if (all.method(method.name) != nullptr)
      throw ConfigError("two methods are called '" + method.name + "': give runs with different names");
    all.methods.push_back(std::move(method));
  }
}

ComparisonSummary summary_of(const PairedComparison& comparison, const std::string& method,
                             const std::string& against) {
  return {method,       against,      comparison.mean_difference, comparison.ci95,    comparison.wins,
          comparison.n, comparison.p, comparison.p_holm,          comparison.verdict, comparison.settled_by};
}

// Every other method against the reference, as the study itself compares them.
std::vector<ComparisonSummary> comparisons_with(const MethodSummary& reference, const Summary& all) {
  PairedOptions options;
  options.direction = all.metric.direction;
  options.margin = all.metric.margin;
  options.seed = sdk::derive(all.seed, "statistics");
  std::vector<PairedComparison> family;
  std::vector<std::string> against;
  for (const MethodSummary& method : all.methods) {
    if (method.name == reference.name) continue;
    family.push_back(compare_paired(reference.values, method.values, options));
    against.push_back(method.name);
  }
  correct_family(family);
  std::vector<ComparisonSummary> comparisons;
  for (std::size_t index = 0; index < family.size(); ++index)
    comparisons.push_back(summary_of(family[index], reference.name, against[index]));
  return comparisons;
}

}  // namespace

Summary side_by_side(const std::vector<fs::path>& runs, const std::string& reference) {
  Summary all = read_summary(runs.front() / "summary.json");
  const Summary first = all;
  all.methods.clear();
  all.strata.clear();
  all.sweep.reset();
  const bool several = runs.size() > 1;
  add_methods(first, several ? name_of_run(runs.front()) : "", all);
  for (std::size_t index = 1; index < runs.size(); ++index) {
    const Summary other = read_summary(runs[index] / "summary.json");
    need_paired(runs.front(), first, runs[index], other);
    add_methods(other, name_of_run(runs[index]), all);
  }

  all.reference = !reference.empty() ? reference
                  : several          ? name_of_run(runs.front()) + "/" + first.reference
                                     : first.reference;
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
