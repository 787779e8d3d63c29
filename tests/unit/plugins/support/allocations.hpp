// Counts what a piece of code allocates.
#pragma once

#include <cstddef>

namespace autoloss::test {

// Calls of operator new in this process so far.
std::size_t allocations();

}  // namespace autoloss::test
