// Files that appear whole or not at all.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace autoloss {

// Writes content to a temporary file beside `file`, flushes it to the disk, renames it and flushes the folder. Throws
// RunError that names the file and the system's reason; what was there before is then as it was. [thread-safe]
void write_file(const std::filesystem::path& file, std::string_view content);

// The whole content. Throws ConfigError that names the file and the system's reason.
std::string read_file(const std::filesystem::path& file);

// As 64 hexadecimal digits.
std::string sha256(std::string_view bytes);

// The shortest decimal that reads back as the same number; "nan", "inf" as C writes them.
std::string number_text(double value);

}  // namespace autoloss
