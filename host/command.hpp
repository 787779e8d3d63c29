// The subcommands: what each is called, takes and does.
#pragma once

#include <boost/program_options.hpp>
#include <cstddef>
#include <string>
#include <vector>

#include "core/errors.hpp"
#include "host/arguments.hpp"

namespace autoloss::host {

struct Example {
  std::string line;
  std::string what;
};

struct Command {
  std::string name;
  std::string summary;      // one line, for the list
  std::string arguments;    // "EXPERIMENT.toml", "" for none
  std::string description;  // for its help
  std::size_t least_arguments = 0;
  std::size_t most_arguments = 0;
  bool reads_experiment = false;                                                // takes --set, --seed, --quick
  bool runs_study = false;                                                      // takes --jobs and its like
  void (*add_options)(boost::program_options::options_description&) = nullptr;  // its own
  std::vector<Example> examples;
  ExitCode (*run)(const Arguments&) = nullptr;
};

// In the order of the help.
const std::vector<Command>& commands();
// Throws ConfigError: no such subcommand, with the nearest.
const Command& command_named(const std::string& name);

// All options of a subcommand, those that every one takes included.
boost::program_options::options_description options_of(const Command& command);

std::string help_text();                        // of the program
std::string help_text(const Command& command);  // of a subcommand

// One file each.
Command run_command();
Command train_command();
Command guide_command();
Command resume_command();
Command compare_command();
Command report_command();
Command explain_command();
Command check_command();
Command plugins_command();
Command inspect_command();
Command conform_command();
Command new_command();
Command reference_command();
Command completion_command();

}  // namespace autoloss::host
