// A line between two processes on which one speaks at a time.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>

namespace autoloss {

// Memory that both processes see. Who has the turn may write the rest.
struct LaneMemory {
  static constexpr std::size_t kSize = 65536;

  alignas(64) std::atomic<uint32_t> turn;
  alignas(64) std::atomic<uint32_t> asleep[2];  // of each side: it waits in the kernel
  alignas(64) uint32_t size;                    // of bytes
  uint32_t more;                                // this is not the whole message
  char bytes[kSize - 136];
};
static_assert(sizeof(LaneMemory) == LaneMemory::kSize && std::atomic<uint32_t>::is_always_lock_free);

// One end of a lane. A message of any size is passed in pieces. Whoever waits looks for the turn for
// some microseconds, then sleeps in the kernel. Not thread-safe; hang_up() may be called from any thread.
class Lane {
 public:
  enum Side : uint32_t { kHost = 0, kServer = 1 };
  Lane(LaneMemory& memory, Side side) : memory_(&memory), side_(side) {}

  // Passes a message and the turn. False: the lane is cut.
  bool send(std::string_view message);
  // Waits for the turn, and takes the message that came with it. False: the lane is cut. Throws BrokenMessage.
  bool receive(std::string& message);
  bool cut() const { return memory_->turn.load(std::memory_order_acquire) == kCut; }

  // Wakes whoever waits on the host's side; from then on nothing goes through. The server's process must be gone.
  static void hang_up(LaneMemory& memory);

 private:
  static constexpr uint32_t kCut = 2;

  bool wait_for_turn();
  bool turn_comes_soon() const;
  bool pass_turn();
  uint32_t other() const { return 1 - side_; }

  LaneMemory* memory_;
  uint32_t side_;
};

}  // namespace autoloss
