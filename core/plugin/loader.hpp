// Opens a plugin's library.
#pragma once

#include <filesystem>
#include <memory>

#include "core/plugin/library_peek.hpp"
#include "core/plugin/registry.hpp"

namespace autoloss {

// Loads a file that peek_library() has read, and checks its table; the library is never unloaded. Throws Unusable: no
// plugin, another major version, an unresolved symbol, a table that breaks the contract or differs from what the file
// announces; without allow_writable also one that others may change. [thread-safe]
std::unique_ptr<LoadedPlugin> open_plugin(const std::filesystem::path& file, const LibraryPeek& peek,
                                          bool allow_writable);

// Throws Unusable for text that is no list of components.
std::vector<AnnouncedComponent> announced_components(const std::string& text);
std::vector<AnnouncedComponent> components_of(const autoloss_plugin& plugin);

}  // namespace autoloss
