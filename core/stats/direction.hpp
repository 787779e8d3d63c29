#pragma once

namespace autoloss {

// Which way a metric gets better.
enum class Direction { kMinimize, kMaximize };

// "minimize" or "maximize".
constexpr const char* name_of(Direction direction) {
  return direction == Direction::kMinimize ? "minimize" : "maximize";
}

}  // namespace autoloss
