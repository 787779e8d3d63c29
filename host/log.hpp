// The log of the process: lines on standard error, and in a file of the run directory.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace autoloss::host {

enum class Verbosity { kQuiet, kNormal, kVerbose };

// Standard error gets errors alone, or information too, or everything.
void open_log(Verbosity verbosity);

// From now on everything goes to this file too. Throws RunError if it cannot be written.
void log_to_file(const std::filesystem::path& file);

// A line of a component or a study; level: AUTOLOSS_LOG_... [thread-safe]
void log_line(int32_t level, const std::string& message);

}  // namespace autoloss::host
