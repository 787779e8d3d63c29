// The host's streams, in memory.
#pragma once

#include <autoloss/base.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <string>
#include <utility>

namespace autoloss::conformance {

// Takes what save() writes, up to a limit; then writing fails.
class MemoryWriter {
 public:
  explicit MemoryWriter(std::size_t limit = std::numeric_limits<std::size_t>::max()) : limit_(limit) {
    stream_ = {sizeof(stream_), 0, this, write};
  }
  MemoryWriter(const MemoryWriter&) = delete;
  MemoryWriter& operator=(const MemoryWriter&) = delete;
  const autoloss_writer* get() const { return &stream_; }
  const std::string& bytes() const { return bytes_; }

 private:
  static int32_t write(void* context, const void* bytes, uint64_t size) noexcept {
    auto& self = *static_cast<MemoryWriter*>(context);
    if (size > self.limit_ - self.bytes_.size()) return AUTOLOSS_IO_ERROR;
    self.bytes_.append(static_cast<const char*>(bytes), size);
    return AUTOLOSS_OK;
  }
  std::size_t limit_;
  std::string bytes_;
  autoloss_writer stream_{};
};

// Delivers bytes, at most `chunk` at a time; from place `broken_at` on, reading fails.
class MemoryReader {
 public:
  static constexpr std::size_t kNever = std::numeric_limits<std::size_t>::max();
  explicit MemoryReader(std::string bytes, std::size_t chunk = kNever, std::size_t broken_at = kNever)
      : bytes_(std::move(bytes)), chunk_(chunk), broken_at_(broken_at) {
    stream_ = {sizeof(stream_), 0, this, read};
  }
  MemoryReader(const MemoryReader&) = delete;
  MemoryReader& operator=(const MemoryReader&) = delete;
  const autoloss_reader* get() const { return &stream_; }

 private:
  static int64_t read(void* context, void* buffer, uint64_t size) noexcept {
    auto& self = *static_cast<MemoryReader*>(context);
    if (self.place_ >= self.broken_at_) return -1;
    const std::size_t left = std::min(self.bytes_.size(), self.broken_at_) - self.place_;
    const std::size_t count = std::min({static_cast<std::size_t>(size), self.chunk_, left});
    if (count > 0) std::memcpy(buffer, self.bytes_.data() + self.place_, count);
    self.place_ += count;
    return static_cast<int64_t>(count);
  }
  std::string bytes_;
  std::size_t chunk_;
  std::size_t broken_at_;
  std::size_t place_ = 0;
  autoloss_reader stream_{};
};

}  // namespace autoloss::conformance
