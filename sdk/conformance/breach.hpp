// How a check says that it fails, or that there is nothing to check.
#pragma once

#include <autoloss/conformance/table.hpp>
#include <stdexcept>
#include <string>

namespace autoloss::conformance {

class NotApplicable : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

inline void require(bool kept, const std::string& breach) {
  if (!kept) throw Breach(breach);
}

}  // namespace autoloss::conformance
