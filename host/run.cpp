#include "host/command.hpp"
#include "host/results.hpp"
#include "host/study_run.hpp"

namespace autoloss::host {

Command run_command() {
  Command command;
  command.name = "run";
  command.summary = "do what an experiment file says, end to end";
  command.arguments = "EXPERIMENT.toml";
  command.description =
      "Trains the controllers, decides the searches, guides new models by every method, compares the results and\n"
      "writes a report. Everything is left in a run directory; the table of results goes to standard output.";
  command.least_arguments = command.most_arguments = 1;
  command.reads_experiment = command.runs_study = true;
  command.add_options = add_report_options;
  command.examples = {
      {"autoloss run configs/regression.toml", "the whole experiment, into runs/regression-TIME"},
      {"autoloss run configs/regression.toml --quick --out /tmp/quick",
       "the same protocol at a size that ends in seconds"},
      {"autoloss run my.toml --set compare.problems=20 --seed 7 --json", "with other settings, results as JSON"},
  };
  command.run = [](const Arguments& arguments) { return run_experiment(arguments, arguments.read_options(), false); };
  return command;
}

}  // namespace autoloss::host
