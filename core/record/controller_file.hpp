// A trained controller on disk: a card that says what it is, and the plugin's state. Every part has its length and
// checksum: a truncated or altered file is an error, never a silent wrong policy.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/config/value.hpp"

namespace autoloss {

struct ControllerFile {
  std::string id;  // of the controller component
  std::string version;
  ValueMap values;  // its parameters
  std::vector<std::string> features;
  std::string refresh;               // "validation" or "step"
  std::vector<std::string> actions;  // names, in the controller's order
  std::string task;                  // id of the task it was trained on
  std::string experiment;
  uint64_t seed = 0;
  double score = 0;     // on its selection problems; NaN if there were none
  std::string measure;  // what the score is: "-mean ln population_excess"
  uint64_t episodes = 0;
  uint64_t steps = 0;
  std::string state;  // ControllerInstance::save()
};

// The file's bytes: a line "autoloss controller 1", a line with the SHA-256 of what follows, the card as one line of
// JSON, the state.
std::string to_bytes(const ControllerFile& controller);

// name: what messages call the file. Throws ConfigError: not a controller file, of another format, truncated, altered.
ControllerFile parse_controller(const std::string& bytes, const std::string& name);

void write_controller(const std::filesystem::path& file, const ControllerFile& controller);
ControllerFile read_controller(const std::filesystem::path& file);

}  // namespace autoloss
