// Where a controller of a name is: those that come with the program, and the user's own.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace autoloss {

// Folders with controllers that can be named, in order: the user's, those beside the executable, the system's.
std::vector<std::filesystem::path> controller_directories();

// Names of the controllers there: files NAME.controller, sorted, each once.
std::vector<std::string> named_controllers(const std::vector<std::filesystem::path>& directories);

// The file that `asked` means: a path as it is, or NAME where it holds neither '/' nor '.'. Throws ConfigError, naming
// the nearest and all that there are.
std::filesystem::path find_controller(const std::string& asked, const std::vector<std::filesystem::path>& directories);

}  // namespace autoloss
