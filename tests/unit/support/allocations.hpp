// Counts what a piece of code allocates. A program that is linked with allocations.cpp has operator new and delete
// replaced, all but those of aligned memory and together, so that what is freed is what was allocated.
#pragma once

#include <cstddef>

namespace autoloss::test {

// Calls of operator new in this process so far.
std::size_t allocations();

}  // namespace autoloss::test
