// Whether the user asked to stop: set by a signal handler, asked by whatever takes long.
#pragma once

#include "core/errors.hpp"

namespace autoloss {

// Asks everything to stop soon. Safe in a signal handler.
void request_cancel(ExitCode code) noexcept;
bool cancelled() noexcept;
ExitCode cancel_code() noexcept;  // what request_cancel was told

}  // namespace autoloss
