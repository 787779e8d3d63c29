#include "conformance/life.hpp"

namespace autoloss::conformance {

std::string status_text(int32_t status) {
  static constexpr const char* kNames[] = {"OK",       "INVALID_ARGUMENT", "INVALID_STATE", "NOT_FOUND", "UNSUPPORTED",
                                           "BAD_DATA", "IO_ERROR",         "OUT_OF_MEMORY", "CANCELLED", "INTERNAL"};
  const bool known = status >= 0 && static_cast<std::size_t>(status) < std::size(kNames);
  return known ? kNames[status] : "the unknown status " + std::to_string(status);
}

std::string text_of(const Call& call) {
  return status_text(call.status) + (call.message.empty() ? "" : " (" + call.message + ")");
}

}  // namespace autoloss::conformance
