// One process at a time works in a run directory.
#pragma once

#include <filesystem>

#include "core/descriptor.hpp"

namespace autoloss {

// Holds the file "lock" of a directory until it goes away or the process ends, however that ends.
class RunLock {
 public:
  // Throws ConfigError that names the process and host that hold it; RunError when it cannot be made.
  explicit RunLock(const std::filesystem::path& directory);
  ~RunLock();
  RunLock(const RunLock&) = delete;
  RunLock& operator=(const RunLock&) = delete;

 private:
  std::filesystem::path file_;
  Descriptor descriptor_;
};

}  // namespace autoloss
