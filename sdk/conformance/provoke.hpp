// Calls that have to fail.
#pragma once

#include <vector>

#include "conformance/examinee.hpp"

namespace autoloss::conformance {

struct Provoked {
  const char* slot;
  Call call;
  bool untouched = true;  // its outputs are as they were
};

// Makes calls that the contract does not allow, and returns those that failed: a configuration without parameters,
// indices and sizes that do not exist, a state that is none.
std::vector<Provoked> provoke(Examinee& examinee, const Manner& manner);

}  // namespace autoloss::conformance
