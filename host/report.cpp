#include <iostream>
#include <nlohmann/json.hpp>

#include "host/command.hpp"
#include "host/results.hpp"

namespace autoloss::host {

Command report_command() {
  Command command;
  command.name = "report";
  command.summary = "write the report of a finished run anew";
  command.arguments = "RUN";
  command.description =
      "Reads a run directory, writes report.html and its plots into it and prints the table of results. Runs nothing\n"
      "again.";
  command.least_arguments = command.most_arguments = 1;
  command.add_options = add_report_options;
  command.examples = {
      {"autoloss report runs/regression-20250101-120000", "after an update of the program, say"},
      {"autoloss report runs/mine --figures", "each plot as PNG and PDF too"},
      {"autoloss report runs/mine --json", "the results as JSON"},
  };
  command.run = [](const Arguments& arguments) {
    show_results(arguments.positional().front(), arguments);
    return ExitCode::kDone;
  };
  return command;
}

}  // namespace autoloss::host
