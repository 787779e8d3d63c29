// Memory that is handed to a plugin, with something behind it.
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <string>
#include <type_traits>
#include <vector>

#include "conformance/breach.hpp"

namespace autoloss::conformance {

inline constexpr unsigned char kCanary = 0xA5;
inline constexpr std::size_t kPadding = 256;

inline bool all_canaries(const unsigned char* begin, std::size_t count) {
  return std::all_of(begin, begin + count, [](unsigned char byte) { return byte == kCanary; });
}

// A struct of the contract, set to zero, and canaries behind it.
//   extra  by how many bytes struct_size exceeds what this library knows: the struct of a later minor version, whose
//          new fields hold canaries. At most kPadding.
template <class T>
class Padded {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  explicit Padded(std::size_t extra = 0) {
    std::memset(behind_, kCanary, sizeof(behind_));
    value_.struct_size = static_cast<uint32_t>(sizeof(T) + extra);
  }
  T* get() { return &value_; }
  const T* get() const { return &value_; }
  T* operator->() { return &value_; }
  const T* operator->() const { return &value_; }
  bool intact() const { return all_canaries(behind_, sizeof(behind_)); }

 private:
  T value_{};
  unsigned char behind_[kPadding];
};

// An array for a plugin to write to; each item holds canaries until it does.
template <class T>
class PaddedArray {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  explicit PaddedArray(std::size_t count) : count_(count), bytes_(count * sizeof(T) + kPadding, kCanary) {}
  T* get() { return reinterpret_cast<T*>(bytes_.data()); }
  std::size_t size() const { return count_; }
  std::vector<T> values() const {
    std::vector<T> items(count_);
    if (count_ > 0) std::memcpy(items.data(), bytes_.data(), count_ * sizeof(T));
    return items;
  }
  bool intact() const { return all_canaries(bytes_.data() + count_ * sizeof(T), kPadding); }
  bool untouched() const { return all_canaries(bytes_.data(), bytes_.size()); }

 private:
  std::size_t count_;
  std::vector<unsigned char> bytes_;  // from operator new: aligned for every T here
};

// Bytes that end where the next page, which may not be touched, begins.
class GuardedBytes {
 public:
  GuardedBytes(const void* bytes, std::size_t size) {
    const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    const std::size_t pages = (size + page - 1) / page * page;
    size_ = pages + page;
    void* place = mmap(nullptr, size_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (place == MAP_FAILED) throw std::bad_alloc();
    begin_ = static_cast<unsigned char*>(place);
    mprotect(begin_ + pages, page, PROT_NONE);
    bytes_ = begin_ + pages - size;
    if (size > 0) std::memcpy(bytes_, bytes, size);
  }
  ~GuardedBytes() { munmap(begin_, size_); }
  GuardedBytes(const GuardedBytes&) = delete;
  GuardedBytes& operator=(const GuardedBytes&) = delete;

  template <class T>
  T* as() {
    return reinterpret_cast<T*>(bytes_);
  }

 private:
  unsigned char* begin_;
  unsigned char* bytes_;
  std::size_t size_;
};

// A message buffer, with canaries behind it.
class ErrorBuffer {
 public:
  // How the buffer is handed over.
  explicit ErrorBuffer(bool null) : null_(null) { std::memset(buffer_->message, 0, sizeof(buffer_->message)); }
  autoloss_error* get() { return null_ ? nullptr : buffer_.get(); }
  bool intact() const { return buffer_.intact(); }
  bool ends() const { return std::memchr(buffer_->message, 0, sizeof(buffer_->message)) != nullptr; }
  std::string message() const { return {buffer_->message, strnlen(buffer_->message, sizeof(buffer_->message))}; }

 private:
  Padded<autoloss_error> buffer_;
  bool null_;
};

}  // namespace autoloss::conformance
