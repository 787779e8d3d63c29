#include <cmath>
#include <iostream>
#include <nlohmann/json.hpp>

#include "core/report/plan_table.hpp"
#include "core/report/side_by_side.hpp"
#include "core/report/summary_table.hpp"
#include "host/command.hpp"

namespace autoloss::host {

namespace po = boost::program_options;

namespace {

using Json = nlohmann::ordered_json;

void add_compare_options(po::options_description& options) {
  options.add_options()("reference", po::value<std::string>()->value_name("METHOD"),
                        "the method that the others are compared with, RUN/METHOD where there are several runs")(
      "plan", po::bool_switch(), "say how many problems it takes to see differences of a few sizes");
}

Json number(double value) {
  return std::isfinite(value) ? Json(value) : Json(nullptr);
}

Json interval(const Interval& ends) {
  return {number(ends.low), number(ends.high)};
}

Json json_of(const MethodSummary& method) {
  return {{"name", method.name},
          {"label", method.label},
          {"n", method.n},
          {"controllers", method.controllers},
          {"mean", number(method.mean)},
          {"sd", number(method.sd)},
          {"ci95", interval(method.ci95)},
          {"iqm", number(method.iqm)},
          {"iqm_ci95", interval(method.iqm_ci95)},
          {"diverged", method.diverged}};
}

Json json_of(const ComparisonSummary& comparison) {
  Json json{
      {"method", comparison.method},
      {"against", comparison.against},
      {"mean_difference", number(comparison.mean_difference)},
      {"sd", number(comparison.sd)},
      {"ci95", interval(comparison.ci95)},
      {"wins", comparison.wins},
      {"losses", comparison.losses},
      {"n", comparison.n},
      {"controllers", comparison.controllers},
      {"improvement",
       {{"probability", number(comparison.improvement.probability)}, {"ci95", interval(comparison.improvement.ci95)}}},
      {"p", number(comparison.p)},
      {"p_holm", number(comparison.p_holm)},
      {"verdict", name_of(comparison.verdict)}};
  if (comparison.settled_by) json["settled_by"] = *comparison.settled_by;
  return json;
}

Json json_of(const Summary& summary) {
  Json methods = Json::array(), comparisons = Json::array();
  for (const MethodSummary& method : summary.methods) methods.push_back(json_of(method));
  for (const ComparisonSummary& comparison : summary.comparisons) comparisons.push_back(json_of(comparison));
  return {{"metric",
           {{"name", summary.metric.name},
            {"unit", summary.metric.unit},
            {"direction", name_of(summary.metric.direction)},
            {"transform", summary.metric.log ? "log" : "none"}}},
          {"margin", summary.metric.margin},
          {"problems", summary.problems},
          {"reference", summary.reference},
          {"methods", methods},
          {"comparisons", comparisons}};
}

ExitCode compare(const Arguments& arguments) {
  const std::vector<std::filesystem::path> runs(arguments.positional().begin(), arguments.positional().end());
  const Summary summary = side_by_side(runs, arguments.text("reference"));
  if (arguments.json()) {
    std::cout << json_of(summary).dump(2) << "\n";
  } else if (arguments.is_set("plan")) {
    std::cout << plan_table(summary);
  } else {
    std::cout << summary_table(summary);
  }
  return ExitCode::kDone;
}

}  // namespace

Command compare_command() {
  constexpr std::size_t kMostRuns = 1000;
  Command command;
  command.name = "compare";
  command.summary = "compare the methods of finished runs";
  command.arguments = "RUN...";
  command.description =
      "Prints the table of results for the methods of one run, or of several, compared with any of them. Runs are\n"
      "paired on the problems that all of them guided: they need the same task, metric and seed, and may differ in\n"
      "methods and in the number of problems. Runs nothing again.";
  command.least_arguments = 1;
  command.most_arguments = kMostRuns;
  command.add_options = add_compare_options;
  command.examples = {
      {"autoloss compare runs/mine --reference dgs", "all methods of a run against another reference"},
      {"autoloss compare runs/linear runs/mlp", "the methods of two runs with equal seed and task"},
      {"autoloss compare runs/mine --plan", "how many problems the next study needs"},
  };
  command.run = compare;
  return command;
}

}  // namespace autoloss::host
