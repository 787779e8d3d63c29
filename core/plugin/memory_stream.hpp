// The streams that components save to and load from, in memory.
#pragma once

#include <autoloss/base.h>

#include <string>

namespace autoloss {

// Appends what is written to `bytes`, which outlives it.
autoloss_writer memory_writer(std::string& bytes);

// Reads `bytes`, which outlives it, from its beginning. Not thread-safe.
class MemoryReader {
 public:
  explicit MemoryReader(const std::string& bytes);
  MemoryReader(const MemoryReader&) = delete;
  MemoryReader& operator=(const MemoryReader&) = delete;
  const autoloss_reader* get() const { return &reader_; }

 private:
  const std::string& bytes_;
  std::size_t place_ = 0;
  autoloss_reader reader_;
};

}  // namespace autoloss
