// A trained controller on disk: a card that says what it is, a sample of what it saw in training, and the plugin's
// state. Every part has its length and checksum: a truncated or altered file is an error, never a silent wrong policy.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/engine/feature_sample.hpp"
#include "core/value.hpp"

namespace autoloss {

// Which shares of what was seen in training lie below the quantiles of a card.
inline constexpr std::array<double, 7> kCardQuantiles{0, 0.05, 0.25, 0.5, 0.75, 0.95, 1};

struct ControllerFile {
  std::string id;  // of the controller component
  std::string version;
  ValueMap values;  // its parameters
  std::vector<std::string> features;
  std::vector<std::string> definitions;        // of each feature: how it is computed and normalised
  std::vector<std::vector<double>> quantiles;  // of each feature: kCardQuantiles; empty where nothing was sampled
  std::string refresh;                         // "validation" or "step"
  std::vector<std::string> actions;            // names, in the controller's order

  std::string task;  // id of the task it was trained on
  std::string task_version;
  ValueMap task_values;                      // its parameters
  std::map<std::string, std::string> drawn;  // ranges that the problems drew parameters from, as text
  std::string experiment;
  std::string method;
  uint64_t seed = 0;
  ValueMap training;    // settings: trainer, updates, data sets, horizon, ...
  double score = 0;     // on its selection problems; NaN if there were none
  std::string measure;  // what the score is: "-mean ln population_excess"
  uint64_t start = 0;   // which of the trainings it is of, and after which update
  uint64_t update = 0;
  uint64_t episodes = 0;  // spent, on all starts and on selection
  uint64_t steps = 0;
  uint64_t batches = 0;
  uint64_t diverged = 0;
  std::string program;  // version that trained it

  FeatureSample sample;
  std::string state;  // ControllerInstance::save()
};

// The card as JSON, in one line.
std::string card_json(const ControllerFile& controller);

// The file's bytes: a line "autoloss controller 2"; for card, sample and state a line each with name, length and
// SHA-256; then their bytes.
std::string to_bytes(const ControllerFile& controller);

// Whether bytes begin as such a file of any format does.
bool is_controller_file(const std::filesystem::path& file);

// name: what messages call the file. Throws ConfigError: not a controller file, of another format, truncated, altered.
ControllerFile parse_controller(const std::string& bytes, const std::string& name);

void write_controller(const std::filesystem::path& file, const ControllerFile& controller);
ControllerFile read_controller(const std::filesystem::path& file);

}  // namespace autoloss
