// What a component did, number by number, to compare two runs to the bit.
#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <vector>

#include "conformance/breach.hpp"

namespace autoloss::conformance {

class Trace {
 public:
  // what: a literal, "loss"; round: when.
  void add(const char* what, uint64_t round, double value) { entries_.push_back({what, round, value}); }

  bool empty() const { return entries_.empty(); }

  // Throws Breach that names the first difference. expected: how this run was made, "apart"; found: the other's.
  void require_equal(const Trace& other, const std::string& breach, const char* expected, const char* found) const {
    const std::size_t count = std::min(entries_.size(), other.entries_.size());
    for (std::size_t index = 0; index < count; ++index)
      if (!same(entries_[index], other.entries_[index]))
        throw Breach(breach + ": " + entries_[index].what + " of round " + std::to_string(entries_[index].round) +
                     " is " + text(entries_[index].value) + " " + expected + ", " + text(other.entries_[index].value) +
                     " " + found);
    require(entries_.size() == other.entries_.size(), breach + ": one run is longer than the other");
  }

 private:
  struct Entry {
    const char* what;
    uint64_t round;
    double value;
  };
  static bool same(const Entry& a, const Entry& b) {
    return std::bit_cast<uint64_t>(a.value) == std::bit_cast<uint64_t>(b.value);
  }
  static std::string text(double value) {
    char buffer[32];
    std::snprintf(buffer, sizeof(buffer), "%.17g", value);
    return buffer;
  }
  std::vector<Entry> entries_;
};

}  // namespace autoloss::conformance
