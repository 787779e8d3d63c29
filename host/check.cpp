#include <iostream>
#include <nlohmann/json.hpp>

#include "core/config/reader.hpp"
#include "core/study/study.hpp"
#include "host/command.hpp"

namespace autoloss::host {

namespace po = boost::program_options;

namespace {

void add_check_options(po::options_description& options) {
  options.add_options()("resolved", po::bool_switch(), "print the file with every default filled in");
}

void show(const std::string& file, const Experiment& experiment, bool json) {
  std::vector<std::string> methods;
  for (const Method& method : experiment.methods) methods.push_back(method.name);
  if (json) {
    std::cout << nlohmann::ordered_json{{"file", file},
                                        {"ok", true},
                                        {"experiment", experiment.name},
                                        {"task", experiment.guide_task.id},
                                        {"methods", methods},
                                        {"problems", experiment.compare.problems}}
                     .dump(2)
              << "\n";
    return;
  }
  std::cout << file << ": ok: task '" << experiment.guide_task.id << "', " << methods.size()
            << (methods.size() == 1 ? " method" : " methods") << ", " << experiment.compare.problems << " problems\n";
}

ExitCode check(const Arguments& arguments) {
  const Registry registry(arguments.plugin_path());
  const std::string& file = arguments.positional().front();
  const Experiment experiment = read_experiment(file, registry, arguments.read_options());
  check_study(experiment, registry);
  if (arguments.is_set("resolved")) {
    std::cout << experiment.source;
  } else {
    show(file, experiment, arguments.json());
  }
  return ExitCode::kDone;
}

}  // namespace

Command check_command() {
  Command command;
  command.name = "check";
  command.summary = "say what is wrong with an experiment file, without running it";
  command.arguments = "EXPERIMENT.toml";
  command.description =
      "Reads the file, [quick] included, finds its plugins and checks every key, value, action, feature and metric.\n"
      "Ends with exit code 0 if it can be run.";
  command.least_arguments = command.most_arguments = 1;
  command.reads_experiment = true;
  command.add_options = add_check_options;
  command.examples = {
      {"autoloss check my.toml", "one line if all is well, else the first mistake with line and column"},
      {"autoloss check my.toml --resolved", "what would run, with every default"},
  };
  command.run = check;
  return command;
}

}  // namespace autoloss::host
