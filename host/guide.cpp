#include "core/nearest.hpp"
#include "core/record/controller_search.hpp"
#include "host/command.hpp"
#include "host/study_run.hpp"

namespace autoloss::host {

namespace po = boost::program_options;

namespace {

void add_guide_options(po::options_description& options) {
  options.add_options()("controller", po::value<std::string>()->value_name("FILE|NAME"),
                        "the saved controller: a file of the directory controllers/ of a run, or the name of one that "
                        "comes with AutoLoss")(
      "method", po::value<std::string>()->value_name("NAME"),
      "the method that it guides; may be left out where one method alone is trained");
}

ExitCode guide(const Arguments& arguments) {
  ReadOptions options = arguments.read_options();
  const std::vector<std::filesystem::path> directories = controller_directories();
  options.controller_file = find_controller(arguments.text("controller"), directories).string();
  options.controller_of = arguments.text("method");
  if (options.controller_file.empty())
    throw ConfigError("autoloss guide needs --controller FILE or NAME\n  controllers: " +
                      listed(named_controllers(directories)) + "\n  see: autoloss guide --help");
  return run_experiment(arguments, options, false);
}

}  // namespace

Command guide_command() {
  Command command;
  command.name = "guide";
  command.summary = "guide new models with a saved controller";
  command.arguments = "EXPERIMENT.toml";
  command.description =
      "Does what the experiment file says, but the method that would be trained is guided by a saved controller.\n"
      "The controller must have been trained on the same features and actions.";
  command.least_arguments = command.most_arguments = 1;
  command.reads_experiment = command.runs_study = true;
  command.add_options = add_guide_options;
  command.examples = {
      {"autoloss guide configs/regression.toml --controller runs/trained/controllers/autoloss.controller",
       "compares it with the other methods of the file"},
      {"autoloss guide my.toml --controller regression_family", "by one that comes with AutoLoss"},
      {"autoloss guide my.toml --controller best.controller --method autoloss --seed 2", "on other problems"},
  };
  command.run = guide;
  return command;
}

}  // namespace autoloss::host
