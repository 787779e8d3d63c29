// What a library's file says, read without loading it.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace autoloss::conformance {

// The symbols that a 64-bit ELF library defines for others to see. Throws Breach: it is no such library, or its
// tables lie outside of the file.
std::vector<std::string> exported_symbols(const std::filesystem::path& library);

// The bytes of a section; nothing without such a section. Throws Breach likewise.
std::optional<std::string> section_text(const std::filesystem::path& library, const std::string& name);

}  // namespace autoloss::conformance
