#include <cmath>
#include <iostream>

#include "core/explain/explanation_page.hpp"
#include "core/plugin/host_services.hpp"
#include "core/report/format.hpp"
#include "host/command.hpp"
#include "host/log.hpp"
#include "host/text_table.hpp"

namespace autoloss::host {

namespace po = boost::program_options;
namespace fs = std::filesystem;

namespace {

// Where the quantiles that the table shows stand in a card.
constexpr std::size_t kLow = 1, kMiddle = 3, kHigh = 5;

void add_explain_options(po::options_description& options) {
  options.add_options()("out,o", po::value<std::string>()->value_name("DIR"),
                        "folder for the page, CONTROLLER.explained if not given");
}

// The probability of an action where the feature is nearest to a value.
double probability_at(const Explanation::Response& response, double value, std::size_t action) {
  std::size_t nearest = 0;
  for (std::size_t point = 1; point < response.at.size(); ++point)
    if (std::abs(response.at[point] - value) < std::abs(response.at[nearest] - value)) nearest = point;
  return response.probability[nearest][action];
}

void show(const Explanation& explanation) {
  TextTable table({"FEATURE", "5 %", "MEDIAN", "95 %", "ACTION", "P AT 5 %", "P AT MEDIAN", "P AT 95 %"});
  for (const Explanation::Response& response : explanation.responses) {
    for (std::size_t action = 0; action < explanation.actions.size(); ++action) {
      std::vector<std::string> cells(4);
      if (action == 0)
        cells = {response.feature, format_number(response.quantiles[kLow]), format_number(response.quantiles[kMiddle]),
                 format_number(response.quantiles[kHigh])};
      cells.push_back(explanation.actions[action]);
      for (const std::size_t place : {kLow, kMiddle, kHigh})
        cells.push_back(format_fixed(probability_at(response, response.quantiles[place], action), 3));
      table.row(std::move(cells));
    }
  }
  std::cout << table.text();
}

ExitCode run_explain(const Arguments& arguments) {
  const std::string& named = arguments.positional().front();
  const ControllerFile file = read_controller(named);
  const Registry registry(arguments.plugin_path());
  const HostServices host(log_line, {});
  const Explanation explanation = explain(file, registry.controller(file.id), host.get());
  const fs::path folder = arguments.text("out").empty() ? named + ".explained" : arguments.text("out");
  write_explanation(explanation, file, folder);
  if (arguments.json()) {
    std::cout << explanation_json(explanation, file);
  } else {
    show(explanation);
    std::cout << "\nexplanation: " << (folder / "explanation.html").string() << "\n";
  }
  return ExitCode::kDone;
}

}  // namespace

Command explain_command() {
  Command command;
  command.name = "explain";
  command.summary = "show what a saved controller does";
  command.arguments = "CONTROLLER";
  command.description =
      "Asks a saved controller for the probabilities of its actions: at what it saw along its training, and against\n"
      "each feature with the others at their median. Writes explanation.html, explanation.json and plots into a "
      "folder\n"
      "and prints a table. Runs no training.";
  command.least_arguments = command.most_arguments = 1;
  command.add_options = add_explain_options;
  command.examples = {
      {"autoloss explain runs/mine/controllers/autoloss.controller", "the page stands beside the file"},
      {"autoloss explain my.controller --json", "the numbers as JSON"},
  };
  command.run = run_explain;
  return command;
}

}  // namespace autoloss::host
