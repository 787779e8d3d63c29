#include "host/command.hpp"

#include <algorithm>

#include "core/nearest.hpp"

namespace autoloss::host {

namespace po = boost::program_options;

namespace {

constexpr const char* kProgram =
    "AutoLoss learns which update comes next when several objectives are optimized in turn.\n";

constexpr const char* kProgramExamples =
    "Examples:\n"
    "  autoloss run configs/regression.toml --quick    train, guide, compare and report, in seconds\n"
    "  autoloss check my.toml                          say what is wrong with an experiment file\n"
    "  autoloss inspect regression                     list the parameters of a component\n";

constexpr const char* kExitCodes =
    "Exit codes: 0 done, 1 the run failed, 2 usage or configuration, 3 plugin, 4 diverged beyond use,\n"
    "5 part of the work failed, 130 and 143 interrupted.\n";

void add_experiment_options(po::options_description& options) {
  options.add_options()("set", po::value<std::vector<std::string>>()->composing()->value_name("KEY=VALUE"),
                        "set a key of the experiment file, as in --set episode.horizon=1000; may be repeated")(
      "seed", po::value<std::string>()->value_name("N"), "seed of everything drawn, in place of the file's")(
      "quick", po::bool_switch(), "lay the file's [quick] table over the rest: the same at a small size");
}

void add_study_options(po::options_description& options) {
  options.add_options()("jobs,j", po::value<std::string>()->value_name("N"),
                        "episodes at the same time, one a processor if not given; results do not depend on it")(
      "isolate", po::bool_switch(), "run every plugin in a process of its own: one that crashes costs an episode")(
      "step-timeout", po::value<std::string>()->value_name("SECONDS"),
      "with --isolate: end a plugin whose call takes longer, ten times that for create and begin; 0, the default: "
      "never")("memory-limit", po::value<std::string>()->value_name("BYTES"),
               "with --isolate: end a plugin's process that uses more, as in 512M or 2G; 0, the default: no limit")(
      "retries", po::value<std::string>()->value_name("N"),
      "with --isolate: how often an episode that a crash cost is tried again, 2 if not given")(
      "checkpoint-every", po::value<std::string>()->value_name("SECONDS"),
      "time between checkpoints, 60 if not given; 0: none by time")(
      "checkpoint-steps", po::value<std::string>()->value_name("N"),
      "task steps between checkpoints, beside those by time")("force", po::bool_switch(),
                                                              "resume even if what the run depends on has changed");
}

// Of subcommands that begin a run.
void add_run_options(po::options_description& options) {
  options.add_options()("out,o", po::value<std::string>()->value_name("DIR"),
                        "run directory, runs/NAME-TIME if not given")(
      "resume", po::bool_switch(), "go on with the run in --out, if one was begun there");
}

void add_general_options(po::options_description& options) {
  options.add_options()("plugin-path", po::value<std::vector<std::string>>()->composing()->value_name("DIR"),
                        "folder with plugins, or a plugin, before all others; may be repeated")(
      "allow-writable-plugins", po::bool_switch(), "load plugins that other users may change, too")(
      "json", po::bool_switch(), "print JSON on standard output")("quiet,q", po::bool_switch(),
                                                                  "say nothing but errors on standard error")(
      "verbose,v", po::bool_switch(), "say more on standard error")("help,h", po::bool_switch(), "print this help")(
      "version", po::bool_switch(), "print the version");
}

// "-j, --jobs N", without the letter where there is none.
std::string usage_of(const po::option_description& option) {
  const std::string letter = option.canonical_display_name(po::command_line_style::allow_dash_for_short);
  const bool has_letter = letter.size() == 2 && letter.front() == '-';
  const std::string value = option.semantic()->max_tokens() > 0 ? " " + option.format_parameter() : "";
  return (has_letter ? letter + ", --" : "    --") + option.long_name() + value;
}

std::string options_text(const Command& command) {
  const po::options_description options = options_of(command);
  std::size_t width = 0;
  for (const auto& option : options.options()) width = std::max(width, usage_of(*option).size());
  std::string text;
  for (const auto& option : options.options()) {
    const std::string usage = usage_of(*option);
    text += "  " + usage + std::string(width + 2 - usage.size(), ' ') + option->description() + "\n";
  }
  return text;
}

}  // namespace

const std::vector<Command>& commands() {
  static const std::vector<Command> kCommands{
      run_command(),     train_command(),   guide_command(),     resume_command(),     compare_command(),
      report_command(),  explain_command(), check_command(),     plugins_command(),    inspect_command(),
      conform_command(), new_command(),     reference_command(), completion_command(),
  };
  return kCommands;
}

const Command& command_named(const std::string& name) {
  std::vector<std::string> names;
  for (const Command& command : commands()) {
    if (command.name == name) return command;
    names.push_back(command.name);
  }
  const auto near = nearest(name, names);
  throw ConfigError("autoloss has no subcommand '" + name + "'" + (near ? "\n  did you mean '" + *near + "'?" : "") +
                    "\n  subcommands: " + listed(names) + "\n  see: autoloss --help");
}

po::options_description options_of(const Command& command) {
  po::options_description options;
  if (command.add_options != nullptr) command.add_options(options);
  if (command.reads_experiment) add_experiment_options(options);
  if (command.runs_study) add_study_options(options);
  if (command.runs_study && command.reads_experiment) add_run_options(options);
  add_general_options(options);
  return options;
}

std::string help_text() {
  std::size_t width = 0;
  for (const Command& command : commands()) width = std::max(width, command.name.size());
  std::string text = kProgram;
  text += "\nUsage: autoloss SUBCOMMAND [arguments] [options]\n\n";
  for (const Command& command : commands())
    text += "  " + command.name + std::string(width + 2 - command.name.size(), ' ') + command.summary + "\n";
  text += "\nautoloss SUBCOMMAND --help says more about each; autoloss --version prints the version.\n\n";
  return text + kProgramExamples + "\n" + kExitCodes;
}

std::string help_text(const Command& command) {
  std::string text = "Usage: autoloss " + command.name + (command.arguments.empty() ? "" : " " + command.arguments) +
                     " [options]\n\n" + command.description + "\n\nOptions:\n" + options_text(command);
  if (!command.examples.empty()) text += "\nExamples:\n";
  for (const Example& example : command.examples) text += "  " + example.line + "\n      " + example.what + "\n";
  return text;
}

}  // namespace autoloss::host
