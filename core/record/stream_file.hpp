// A file that grows line by line while a run goes on.
#pragma once

#include <cstdint>
#include <filesystem>
#include <mutex>
#include <string>
#include <string_view>

#include "core/descriptor.hpp"

namespace autoloss {

// What is added is the file's from its place on: after seek() the rest is cut off by the next addition, or at the end.
// [thread-safe]
class StreamFile {
 public:
  // Opens the file, or makes it; its place is the beginning. Throws RunError.
  explicit StreamFile(std::filesystem::path file);

  // Whoever follows the file sees it at once. Throws RunError.
  void add(std::string_view text);
  uint64_t place() const;
  // Goes back to a place that place() returned, in this process or an earlier one. Throws RunError: the file is
  // shorter.
  void seek(uint64_t place);
  // Puts what was added on the disk. Throws RunError.
  void flush() const;
  // Cuts off what is beyond the place, and flushes. Throws RunError.
  void finish();

 private:
  void cut();

  std::filesystem::path file_;
  Descriptor descriptor_;
  mutable std::mutex mutex_;
  uint64_t place_ = 0;
  bool cut_ = false;  // the file ends at its place
};

}  // namespace autoloss
