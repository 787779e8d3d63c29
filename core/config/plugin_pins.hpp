// Plugins that an experiment pins to a file.
#pragma once

#include <filesystem>

#include "core/config/document.hpp"
#include "core/config/experiment.hpp"
#include "core/plugin/registry.hpp"

namespace autoloss {

// Reads ID = { sha256 = "..." }. Throws ConfigError: no table, an unknown key, no checksum.
PluginPin read_plugin_pin(const NodeEntry& entry, const std::filesystem::path& folder);

// Throws PluginError that begins with the place: no plugin holds such a component, or its file has another checksum.
// Loads nothing.
void check_plugin_pin(const PluginPin& pin, const Place& place, const Registry& registry);

}  // namespace autoloss
