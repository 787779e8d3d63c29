// The other side of isolation: the process that holds one instance of a component.
#pragma once

#include <string>
#include <vector>

namespace autoloss {

// Serves the component that the words name (core/isolate/calls.hpp) to the process that started this one, over the
// descriptors that it left, until that one is gone or ends this one. Returns an exit code.
int serve_plugin(const std::vector<std::string>& words);

}  // namespace autoloss
