// How plugins are kept away from this process.
#pragma once

#include <cstdint>
#include <filesystem>

namespace autoloss {

// Every instance of a component runs in a process of its own: what the plugin does to that process does not reach this
// one. Plain values; the program started is `autoloss serve-plugin` (core/isolate/serve.hpp).
struct Isolation {
  std::filesystem::path program;    // what to start; the host names itself
  double step_timeout_s = 0;        // that a call may take, 0 for any time; create() and begin() may take ten times it
  uint64_t memory_limit_bytes = 0;  // of memory of its own that a plugin's process may use, 0 for any
  int retries = 2;                  // how often what a crash cost is tried again
  bool allow_writable = false;      // as PluginPath::allow_writable
};

// create() and begin() read data, and a library is loaded before create().
constexpr double kSlowCallFactor = 10;

}  // namespace autoloss
