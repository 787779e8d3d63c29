#include "core/report/summary.hpp"

#include <algorithm>
#include <limits>

#include "core/file.hpp"
#include "core/report/json_node.hpp"

namespace autoloss {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

Direction direction_of(const JsonNode& node) {
  const std::string name = node.text();
  if (name == "minimize") return Direction::kMinimize;
  if (name == "maximize") return Direction::kMaximize;
  node.wrong("\"minimize\" or \"maximize\"");
}

Interval interval_of(const JsonNode& parent, const char* key) {
  if (!parent.has(key)) return {kNone, kNone};
  const JsonNode node = parent.at(key);
  const std::vector<double> ends = node.numbers();
  if (ends.size() != 2) node.wrong("two numbers");
  return {ends[0], ends[1]};
}

MetricSummary metric_of(const JsonNode& node) {
  MetricSummary metric;
  metric.name = node.at("name").text();
  metric.unit = node.text("unit", "");
  metric.direction = direction_of(node.at("direction"));
  const std::string transform = node.text("transform", "none");
  if (transform != "none" && transform != "log") node.at("transform").wrong("\"none\" or \"log\"");
  metric.log = transform == "log";
  return metric;
}

ByController table_of(const JsonNode& node) {
  ByController table;
  for (const JsonNode& row : node.items()) {
    table.push_back(row.numbers());
    if (table.back().size() != table.front().size())
      row.wrong(std::to_string(table.front().size()) + " numbers, one for each problem");
  }
  return table;
}

MethodSummary method_of(const JsonNode& node) {
  MethodSummary method;
  method.name = node.at("name").text();
  method.label = node.text("label", method.name);
  if (node.has("values")) method.values = node.at("values").numbers();
  method.n = node.count("n", method.values.size());
  method.mean = node.at("mean").number();
  method.sd = node.number("sd", kNone);
  method.ci95 = interval_of(node, "ci95");
  method.iqm = node.number("iqm", kNone);
  method.iqm_ci95 = interval_of(node, "iqm_ci95");
  method.controllers = node.count("controllers", 1);
  method.replays = node.text("replays", "");
  if (node.has("values_by_controller")) method.values_by_controller = table_of(node.at("values_by_controller"));
  method.diverged = node.count("diverged", 0);
  method.steps = node.number("steps", kNone);
  method.search_steps = node.number("search_steps", kNone);
  method.search_steps_total = node.number("search_steps_total", kNone);
  method.batches = node.number("batches", kNone);
  method.training_steps = node.number("training_steps", kNone);
  if (node.has("tuned"))
    for (const auto& [key, value] : node.at("tuned").members()) method.tuned.emplace_back(key, value.shown());
  return method;
}

std::vector<MethodSummary> methods_of(const JsonNode& parent) {
  std::vector<MethodSummary> methods;
  for (const JsonNode& node : parent.at("methods").items()) methods.push_back(method_of(node));
  return methods;
}

Improvement improvement_of(const JsonNode& parent) {
  if (!parent.has("improvement")) return {kNone, {kNone, kNone}};
  const JsonNode node = parent.at("improvement");
  return {node.at("probability").number(), interval_of(node, "ci95")};
}

std::vector<ComparisonSummary> comparisons_of(const JsonNode& parent, const std::string& reference) {
  std::vector<ComparisonSummary> comparisons;
  if (!parent.has("comparisons")) return comparisons;
  for (const JsonNode& node : parent.at("comparisons").items()) {
    ComparisonSummary comparison;
    comparison.method = node.text("method", reference);
    comparison.against = node.at("against").text();
    comparison.mean_difference = node.at("mean_difference").number();
    comparison.sd = node.number("sd", kNone);
    comparison.ci95 = interval_of(node, "ci95");
    comparison.wins = node.count("wins", 0);
    comparison.losses = node.count("losses", 0);
    comparison.controllers = node.count("controllers", 1);
    comparison.improvement = improvement_of(node);
    comparison.n = node.count("n", 0);
    comparison.p = node.number("p", kNone);
    comparison.p_holm = node.number("p_holm", kNone);
    const std::optional<Verdict> verdict = verdict_named(node.at("verdict").text());
    if (!verdict) node.at("verdict").wrong("\"better\", \"worse\", \"equivalent\" or \"inconclusive\"");
    comparison.verdict = *verdict;
    if (node.has("settled_by")) comparison.settled_by = node.at("settled_by").count();
    comparisons.push_back(comparison);
  }
  return comparisons;
}

Bin bin_of(const JsonNode& node, const std::string& reference) {
  Bin bin;
  bin.label = node.at("label").text();
  bin.n = node.count("n", 0);
  for (const auto& [name, method] : node.at("methods").members())
    bin.methods.push_back({name, method.at("mean").number(), interval_of(method, "ci95")});
  bin.comparisons = comparisons_of(node, reference);
  return bin;
}

std::vector<Stratum> strata_of(const JsonNode& parent, const std::string& reference) {
  std::vector<Stratum> strata;
  if (!parent.has("strata")) return strata;
  for (const JsonNode& node : parent.at("strata").items()) {
    Stratum stratum{node.at("key").text(), {}};
    for (const JsonNode& bin : node.at("bins").items()) stratum.bins.push_back(bin_of(bin, reference));
    strata.push_back(std::move(stratum));
  }
  return strata;
}

SweepSummary sweep_of(const JsonNode& node, const std::string& reference) {
  SweepSummary sweep{node.text("key", ""), {}};
  for (const JsonNode& item : node.at("points").items()) {
    const JsonNode value = item.at("value");
    SweepPoint point;
    point.label = value.shown();
    if (value.is_number()) point.value = value.number();
    point.methods = methods_of(item);
    point.comparisons = comparisons_of(item, reference);
    sweep.points.push_back(std::move(point));
  }
  return sweep;
}

}  // namespace

ByController MethodSummary::table() const {
  return values_by_controller.empty() ? ByController{values} : values_by_controller;
}

double MethodSummary::cost() const {
  return steps + search_steps_total / static_cast<double>(n * controllers);
}

const MethodSummary* Summary::method(std::string_view name) const {
  const auto found = std::find_if(methods.begin(), methods.end(), [&](const auto& m) { return m.name == name; });
  return found == methods.end() ? nullptr : &*found;
}

std::string_view Summary::label(std::string_view name) const {
  const MethodSummary* found = method(name);
  return found ? std::string_view(found->label) : name;
}

const ComparisonSummary* Summary::comparison_with(std::string_view name) const {
  const auto found = std::find_if(comparisons.begin(), comparisons.end(),
                                  [&](const auto& c) { return c.method == reference && c.against == name; });
  return found == comparisons.end() ? nullptr : &*found;
}

Summary read_summary(const std::filesystem::path& path) {
  const Place place{path.string(), 0, 0};
  if (!std::filesystem::exists(path))
    throw ConfigError(place, "there is no such file: this is no run directory, or its run has not finished");
  const nlohmann::ordered_json document = parse_json(read_file(path), place);
  const JsonNode root(document, place);
  Summary summary;
  summary.experiment = root.at("experiment").text();
  summary.description = root.text("description", "");
  summary.seed = root.count("seed", 0);
  summary.metric = metric_of(root.at("metric"));
  summary.metric.margin = root.number("margin", 0);
  summary.reference = root.text("reference", "");
  summary.methods = methods_of(root);
  summary.problems = root.count("problems", summary.methods.empty() ? 0 : summary.methods.front().n);
  summary.comparisons = comparisons_of(root, summary.reference);
  summary.strata = strata_of(root, summary.reference);
  if (root.has("sweep")) summary.sweep = sweep_of(root.at("sweep"), summary.reference);
  return summary;
}

}  // namespace autoloss
