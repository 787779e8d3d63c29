// The memory that this process and the one of a plugin share: all lanes, and a few facts beside them.
#pragma once

#include <atomic>
#include <cstdint>

#include "core/isolate/lane.hpp"

namespace autoloss {

// Lane 0 carries the calls of the instance; the others are for sessions of a controller, which run at the same time.
// Pages are taken when they are first used.
class Switchboard {
 public:
  static constexpr uint32_t kLanes = 1025;

  struct Facts {
    std::atomic<uint32_t> cancelled;  // the user asked to stop
    std::atomic<uint32_t> culprit;    // 1 + the lane whose call ended the process; 0 if the server does not know
  };

  // A new one. Throws RunError.
  Switchboard();
  // That of the process which started this one. Takes the descriptor.
  explicit Switchboard(int file);
  ~Switchboard();
  Switchboard(const Switchboard&) = delete;
  Switchboard& operator=(const Switchboard&) = delete;

  int file() const { return file_; }
  // Once the other process has it: descriptors are scarce, and the memory stays.
  void close_file();
  Facts& facts() { return *reinterpret_cast<Facts*>(place_); }
  LaneMemory& lane(uint32_t index) {
    return *reinterpret_cast<LaneMemory*>(place_ + LaneMemory::kSize * (std::size_t{1} + index));
  }

 private:
  static constexpr std::size_t kSize = LaneMemory::kSize * (std::size_t{1} + kLanes);
  void map();

  int file_ = -1;
  char* place_ = nullptr;
};

}  // namespace autoloss
