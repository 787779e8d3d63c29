// From an experiment file to an Experiment.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/config/experiment.hpp"
#include "core/plugin/registry.hpp"

namespace autoloss {

struct ReadOptions {
  std::vector<std::string> set;  // "a.b=value", in order, over the file
  bool quick = false;            // applies the file's [quick] table (before `set`)
  std::optional<uint64_t> seed;  // over the file's
  std::string controller_file;   // guides with this controller instead of training one; "" for none
  std::string controller_of;     // the method that it is for; "" where only one has a train table
};

// Reads, merges, checks; [quick] is checked whether it is asked for or not. Throws ConfigError with file:line:column
// (TOML syntax; unknown key with the nearest known; wrong type; out of range; missing value; unknown method in
// reference or replay), PluginError with the place (unknown component). What only the task itself can tell (names of
// its actions, metrics and features) is for the study to check.
Experiment read_experiment(const std::filesystem::path& file, const Registry& registry, const ReadOptions& options);

// As read_experiment, for text. name: what messages call it; relative paths of parameters start at `folder`.
Experiment parse_experiment(const std::string& text, const std::string& name, const std::filesystem::path& folder,
                            const Registry& registry, const ReadOptions& options);

}  // namespace autoloss
