#include <cmath>
#include <iostream>
#include <nlohmann/json.hpp>

#include "core/report/side_by_side.hpp"
#include "core/report/summary_table.hpp"
#include "host/command.hpp"

namespace autoloss::host {

namespace po = boost::program_options;

namespace {

using Json = nlohmann::ordered_json;

void add_compare_options(po::options_description& options) {
  options.add_options()("reference", po::value<std::string>()->value_name("METHOD"),
                        "the method that the others are compared with, RUN/METHOD where there are several runs");
}

Json number(double value) {
  return std::isfinite(value) ? Json(value) : Json(nullptr);
}

Json json_of(const Summary& summary) {
  Json methods = Json::array(), comparisons = Json::array();
  for (const MethodSummary& method : summary.methods)
    methods.push_back({{"name", method.name},
                       {"n", method.values.size()},
                       {"mean", number(method.mean)},
                       {"ci95", {number(method.ci95.low), number(method.ci95.high)}}});
  for (const ComparisonSummary& comparison : summary.comparisons)
    comparisons.push_back({{"method", comparison.method},
                           {"against", comparison.against},
                           {"mean_difference", number(comparison.mean_difference)},
                           {"ci95", {number(comparison.ci95.low), number(comparison.ci95.high)}},
                           {"wins", comparison.wins},
                           {"n", comparison.n},
                           {"p_holm", number(comparison.p_holm)},
                           {"verdict", name_of(comparison.verdict)}});
  return {{"reference", summary.reference}, {"methods", methods}, {"comparisons", comparisons}};
}

ExitCode compare(const Arguments& arguments) {
  const std::vector<std::filesystem::path> runs(arguments.positional().begin(), arguments.positional().end());
  const Summary summary = side_by_side(runs, arguments.text("reference"));
  if (arguments.json()) {
    std::cout << json_of(summary).dump(2) << "\n";
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
      "Prints the table of results for the methods of one run, or of several that guided the same problems, compared\n"
      "in pairs with any of them. Runs nothing again.";
  command.least_arguments = 1;
  command.most_arguments = kMostRuns;
  command.add_options = add_compare_options;
  command.examples = {
      {"autoloss compare runs/mine --reference dgs", "all methods of a run against another reference"},
      {"autoloss compare runs/linear runs/mlp", "the methods of two runs with equal seed, task and problems"},
  };
  command.run = compare;
  return command;
}

}  // namespace autoloss::host
