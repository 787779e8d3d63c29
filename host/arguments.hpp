// What the user wrote behind a subcommand.
#pragma once

#include <boost/program_options.hpp>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/config/reader.hpp"
#include "core/isolate/isolation.hpp"
#include "core/plugin/registry.hpp"

namespace autoloss::host {

struct Command;

class Arguments {
 public:
  // Throws ConfigError: unknown option (with the nearest), a missing or malformed value, too few or too many arguments.
  Arguments(const Command& command, const std::vector<std::string>& words);

  const std::vector<std::string>& positional() const { return positional_; }
  bool is_set(const char* option) const;                     // of a switch
  std::string text(const char* option) const;                // "" if it was not given
  std::vector<std::string> texts(const char* option) const;  // of one that may be repeated
  const std::string& command_line() const { return command_line_; }

  bool wants_help() const { return is_set("help"); }
  bool wants_version() const { return is_set("version"); }
  bool json() const { return is_set("json"); }

  bool allow_writable_plugins() const { return is_set("allow-writable-plugins"); }
  PluginPath plugin_path() const;
  ReadOptions read_options() const;  // --set, --seed, --quick; throws ConfigError
  int jobs() const;                  // throws ConfigError
  // A number that is not negative, or `fallback` if it was not given; throws ConfigError.
  double number(const char* option, double fallback) const;
  // --isolate and what goes with it; nothing if plugins live in this process. Throws ConfigError.
  std::optional<Isolation> isolation() const;

 private:
  std::string command_;
  std::string command_line_;
  std::vector<std::string> positional_;
  boost::program_options::variables_map values_;
};

}  // namespace autoloss::host
