// Open files, as the system counts them.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <string_view>
#include <utility>

namespace autoloss {

// A file descriptor that closes itself; negative: none is open.
class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  ~Descriptor() { close(); }
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  bool is_open() const { return number_ >= 0; }
  int get() const { return number_; }
  // As the system's close(); 0 where nothing was open.
  int close() { return is_open() ? ::close(std::exchange(number_, -1)) : 0; }

 private:
  int number_;
};

// Throws RunError: "FILE: WHAT: the system's reason", from errno.
[[noreturn]] void fail(const std::filesystem::path& file, const char* what);

// Writes all of it, however the system parts it. Throws RunError that names the file.
void write_all(const Descriptor& descriptor, std::string_view content, const std::filesystem::path& file);

}  // namespace autoloss
