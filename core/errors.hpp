// The errors that end an operation. What a caller expects (not found, diverged, cancelled) is a value instead.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>

namespace autoloss {

// Exit codes of the program.
enum class ExitCode : int {
  kDone = 0,
  kRunFailed = 1,
  kConfig = 2,
  kPlugin = 3,
  kDiverged = 4,
  kPartFailed = 5,
  kInterrupted = 130,
  kTerminated = 143,
};

// Where in a file of the user something stands; line and column count from 1, 0 is unknown.
struct Place {
  std::string file;
  uint32_t line = 0;
  uint32_t column = 0;

  // "FILE:LINE:COLUMN: ", as much of it as is known; "" for no file.
  std::string prefix() const {
    if (file.empty()) return "";
    std::string text = file;
    if (line > 0) text += ":" + std::to_string(line);
    if (line > 0 && column > 0) text += ":" + std::to_string(column);
    return text + ": ";
  }
};

// What ends an operation; what() is the whole message for the user, place included.
class AutolossError : public std::runtime_error {
 public:
  AutolossError(ExitCode code, const std::string& message) : std::runtime_error(message), code_(code) {}
  ExitCode exit_code() const { return code_; }

 private:
  ExitCode code_;
};

// The user's input is wrong: experiment file, command line, a data or controller file.
class ConfigError : public AutolossError {
 public:
  explicit ConfigError(const std::string& message) : AutolossError(ExitCode::kConfig, message) {}
  ConfigError(const Place& place, const std::string& message)
      : AutolossError(ExitCode::kConfig, place.prefix() + message) {}
};

// A plugin cannot be found, loaded or trusted, or breaks the contract.
class PluginError : public AutolossError {
 public:
  explicit PluginError(const std::string& message) : AutolossError(ExitCode::kPlugin, message) {}
};

// The run cannot go on: a file that cannot be written, a task that failed.
class RunError : public AutolossError {
 public:
  explicit RunError(const std::string& message) : AutolossError(ExitCode::kRunFailed, message) {}
};

// The process of an isolated plugin ended during a call: a signal, an exit, a limit. What the call was about is lost.
class PluginCrashed : public AutolossError {
 public:
  // at_fault: by this call, and not by another that ran at the same time.
  PluginCrashed(const std::string& message, bool at_fault)
      : AutolossError(ExitCode::kPartFailed, message), at_fault_(at_fault) {}
  bool at_fault() const { return at_fault_; }

 private:
  bool at_fault_;
};

// The user asked to stop.
class Interrupted : public AutolossError {
 public:
  explicit Interrupted(ExitCode code, const std::string& hint = "") : AutolossError(code, "interrupted" + hint) {}
};

}  // namespace autoloss
