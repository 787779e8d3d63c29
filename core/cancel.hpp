// Whether the user asked to stop: set by a signal handler, asked by whatever takes long.
#pragma once

#include <atomic>
#include <cstdint>

#include "core/errors.hpp"

namespace autoloss {
namespace detail {
extern std::atomic<uint32_t> attention_calls;
}

// Asks everything to stop soon. Safe in a signal handler.
void request_cancel(ExitCode code) noexcept;
bool cancelled() noexcept;
ExitCode cancel_code() noexcept;  // what request_cancel was told

// A number that changes whenever everything that runs long is to look up: to stop, or to hand its state in for a
// checkpoint. Cheap enough to be asked at every step. [thread-safe]
inline uint32_t attention() noexcept {
  return detail::attention_calls.load(std::memory_order_relaxed);
}
// Changes it. Safe in a signal handler.
void call_attention() noexcept;

}  // namespace autoloss
