#include "core/cancel.hpp"

#include <atomic>

namespace autoloss {
namespace {
std::atomic<int> requested{0};
}

void request_cancel(ExitCode code) noexcept {
  requested.store(static_cast<int>(code), std::memory_order_relaxed);
}
bool cancelled() noexcept {
  return requested.load(std::memory_order_relaxed) != 0;
}
ExitCode cancel_code() noexcept {
  return static_cast<ExitCode>(requested.load(std::memory_order_relaxed));
}

}  // namespace autoloss
