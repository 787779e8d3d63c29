#include "core/isolate/lane.hpp"

#include <linux/futex.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "core/isolate/message.hpp"

namespace autoloss {
namespace {

// A look at the turn, and a chance for whoever waits for this processor: the other side, where there are more threads
// than processors. To spin without giving way costs a hundred times as much on a busy machine, and to sleep at once
// five times as much on an idle one.
constexpr int kLooks = 50;

void futex(std::atomic<uint32_t>& word, int operation, uint32_t value) {
  syscall(SYS_futex, &word, operation, value, nullptr, nullptr, 0);
}

}  // namespace

bool Lane::send(std::string_view message) {
  do {
    const std::size_t piece = std::min(message.size(), sizeof(memory_->bytes));
    std::memcpy(memory_->bytes, message.data(), piece);
    message.remove_prefix(piece);
    memory_->size = static_cast<uint32_t>(piece);
    memory_->more = message.empty() ? 0 : 1;
    if (!pass_turn()) return false;
    if (!message.empty() && !wait_for_turn()) return false;
  } while (!message.empty());
  return true;
}

bool Lane::receive(std::string& message) {
  message.clear();
  while (true) {
    if (!wait_for_turn()) return false;
    const uint32_t piece = memory_->size;
    const bool more = memory_->more != 0;
    if (piece > sizeof(memory_->bytes)) throw BrokenMessage();
    message.append(memory_->bytes, piece);
    if (!more) return true;
    if (!pass_turn()) return false;
  }
}

void Lane::hang_up(LaneMemory& memory) {
  memory.turn.store(kCut);
  futex(memory.turn, FUTEX_WAKE, 1);
}

bool Lane::pass_turn() {
  uint32_t mine = side_;
  if (!memory_->turn.compare_exchange_strong(mine, other())) return false;
  if (memory_->asleep[other()].load() != 0) futex(memory_->turn, FUTEX_WAKE, 1);
  return true;
}

bool Lane::wait_for_turn() {
  if (!turn_comes_soon()) {
    memory_->asleep[side_].store(1);
    for (uint32_t turn = memory_->turn.load(); turn == other(); turn = memory_->turn.load())
      futex(memory_->turn, FUTEX_WAIT, turn);
    memory_->asleep[side_].store(0);
  }
  return memory_->turn.load(std::memory_order_acquire) == side_;
}

bool Lane::turn_comes_soon() const {
  for (int look = 0; look < kLooks; ++look) {
    if (memory_->turn.load(std::memory_order_acquire) != other()) return true;
    sched_yield();
  }
  return false;
}

}  // namespace autoloss
