// Numbers out of a saved state.
#pragma once

#include <autoloss/cpp/stream.hpp>
#include <cmath>
#include <string>
#include <vector>

namespace autoloss::controllers {

// A list of exactly `count` numbers. Throws Error when one is not finite; what: what it is, "a parameter".
inline std::vector<double> finite_values(sdk::Reader& in, std::size_t count, const std::string& what) {
  std::vector<double> values = in.values<double>(count);
  for (const double value : values)
    if (!std::isfinite(value)) throw sdk::Error(AUTOLOSS_BAD_DATA, what + " in the state is not finite");
  return values;
}

}  // namespace autoloss::controllers
