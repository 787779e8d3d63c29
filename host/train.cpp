#include "host/command.hpp"
#include "host/study_run.hpp"

namespace autoloss::host {

Command train_command() {
  Command command;
  command.name = "train";
  command.summary = "train the controllers of an experiment, and save them";
  command.arguments = "EXPERIMENT.toml";
  command.description =
      "Trains and tunes what the experiment file says and stops there. The controllers are saved in the run directory\n"
      "and their names printed, one a line; `autoloss guide` guides new models with one.";
  command.least_arguments = command.most_arguments = 1;
  command.reads_experiment = command.runs_study = true;
  command.examples = {
      {"autoloss train configs/regression.toml --out runs/trained",
       "leaves runs/trained/controllers/autoloss.controller"},
      {"autoloss train my.toml --set method.autoloss.train.updates=200", "for twice as long"},
  };
  command.run = [](const Arguments& arguments) { return run_experiment(arguments, arguments.read_options(), true); };
  return command;
}

}  // namespace autoloss::host
