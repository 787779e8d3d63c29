// Tables [method.NAME].
#pragma once

#include <filesystem>

#include "core/config/component_reader.hpp"
#include "core/config/experiment.hpp"

namespace autoloss {

// What the rest of the file says that methods build on.
struct MethodContext {
  const Registry* registry = nullptr;
  std::filesystem::path folder;  // where relative paths start
  Published task;                // that is guided
  EpisodeConfig train_episode;
  EpisodeConfig guide_episode;
  FeatureConfig features;
  bool features_given = false;
};

// Reads one method and writes it into `resolved`, its table of the resolved file. Throws ConfigError, PluginError.
Method read_method(const MethodContext& context, const NodeEntry& entry, Node& resolved);

// Throws ConfigError when a method replays one that is not there or replays itself another one.
void check_replays(const std::vector<Method>& methods);

// "there is no method 'x'", with the nearest and all that there are.
std::string no_method(const std::string& name, const std::vector<Method>& methods);

}  // namespace autoloss
