// What a file says about itself as a plugin, read without running any of it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace autoloss {

// Why a file cannot be used; what() is the reason alone, without the file's name.
class Unusable : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct LibraryPeek {
  bool is_library = false;                // an ELF shared object for this machine
  std::vector<uint32_t> majors;           // N of each autoloss_plugin_vN that it exports, ascending
  std::optional<std::string> components;  // text of its section of that name, if it has one
};

// Reads the dynamic symbols and the section AUTOLOSS_COMPONENTS. Throws Unusable: it is empty, truncated, made for
// another machine, or cannot be read. A file of another format is no library, and no error.
LibraryPeek peek_library(const std::filesystem::path& file);

}  // namespace autoloss
