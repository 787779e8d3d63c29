#include "core/cancel.hpp"

namespace autoloss {
namespace {
std::atomic<int> requested{0};
}
namespace detail {
std::atomic<uint32_t> attention_calls{0};
}

void call_attention() noexcept {
  detail::attention_calls.fetch_add(1, std::memory_order_relaxed);
}

void request_cancel(ExitCode code) noexcept {
  requested.store(static_cast<int>(code), std::memory_order_relaxed);
  call_attention();
}
bool cancelled() noexcept {
  return requested.load(std::memory_order_relaxed) != 0;
}
ExitCode cancel_code() noexcept {
  return static_cast<ExitCode>(requested.load(std::memory_order_relaxed));
}

}  // namespace autoloss
