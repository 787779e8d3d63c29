// The program autoloss: finds the subcommand, and turns what it throws into a message and an exit code.
#include <autoloss/base.h>

#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include "core/errors.hpp"
#include "core/isolate/calls.hpp"
#include "core/isolate/serve.hpp"
#include "core/plugin/crash_report.hpp"
#include "host/command.hpp"
#include "host/log.hpp"
#include "host/signals.hpp"

namespace autoloss::host {
namespace {

void print_version() {
  std::cout << "autoloss " AUTOLOSS_VERSION " (plugin contract " << AUTOLOSS_ABI_MAJOR << "." << AUTOLOSS_ABI_MINOR
            << ")\n";
}

ExitCode run_command(const std::string& name, const std::vector<std::string>& words) {
  const Command& command = command_named(name);
  const Arguments arguments(command, words);
  if (arguments.wants_help()) {
    std::cout << help_text(command);
    return ExitCode::kDone;
  }
  if (arguments.wants_version()) {
    print_version();
    return ExitCode::kDone;
  }
  open_log(arguments.is_set("quiet")     ? Verbosity::kQuiet
           : arguments.is_set("verbose") ? Verbosity::kVerbose
                                         : Verbosity::kNormal);
  catch_signals();
  report_crashes();
  return command.run(arguments);
}

ExitCode run(const std::vector<std::string>& words) {
  if (words.empty()) {
    std::cerr << help_text();
    return ExitCode::kConfig;
  }
  const std::string& first = words.front();
  if (first == "--version") {
    print_version();
    return ExitCode::kDone;
  }
  if (first == "--help" || first == "-h" || first == "help") {
    const bool of_command = first == "help" && words.size() > 1;
    std::cout << (of_command ? help_text(command_named(words[1])) : help_text());
    return ExitCode::kDone;
  }
  // Not for people: what a plugin's process runs with --isolate.
  if (first == kServeCommand) return static_cast<ExitCode>(serve_plugin({words.begin() + 1, words.end()}));
  if (first.starts_with('-'))
    throw ConfigError("autoloss: the subcommand comes first, then options such as '" + first +
                      "'\n  see: autoloss --help");
  return run_command(first, {words.begin() + 1, words.end()});
}

// A result that nobody could read is no success.
void check_output() {
  if (!std::cout.flush()) throw RunError("standard output cannot be written");
}

}  // namespace
}  // namespace autoloss::host

int main(int count, char** words) {
  using autoloss::ExitCode;
  ExitCode code = ExitCode::kDone;
  try {
    code = autoloss::host::run({words + (count > 0 ? 1 : 0), words + count});
    autoloss::host::check_output();
  } catch (const autoloss::AutolossError& error) {
    std::cerr << error.what() << "\n";
    code = error.exit_code();
  } catch (const std::exception& error) {
    std::cerr << "autoloss: " << error.what() << "\n";
    code = ExitCode::kRunFailed;
  }
  return static_cast<int>(code);
}
