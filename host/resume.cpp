#include "host/command.hpp"
#include "host/results.hpp"
#include "host/study_run.hpp"

namespace autoloss::host {

Command resume_command() {
  Command command;
  command.name = "resume";
  command.summary = "go on with a run that was stopped, killed or ran out of disk";
  command.arguments = "RUN";
  command.description =
      "Takes up the last checkpoint of a run directory and does what is left. The results are, to the byte, those of "
      "a\n"
      "run that was never stopped. It is refused when what the run depends on has changed (experiment file, program,\n"
      "plugins, saved controllers, processor features); a run that has finished is said to be.";
  command.least_arguments = command.most_arguments = 1;
  command.runs_study = true;
  command.add_options = add_report_options;
  command.examples = {
      {"autoloss resume runs/gan-20250101-120000", "after a power cut, say"},
      {"autoloss resume runs/mine --jobs 8 --checkpoint-every 10", "with other workers: results do not depend on them"},
  };
  command.run = resume_run;
  return command;
}

}  // namespace autoloss::host
