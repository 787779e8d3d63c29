// The user's wish to stop.
#pragma once

namespace autoloss::host {

// From now on SIGINT and SIGTERM ask everything to stop at the next good moment (core/cancel.hpp); a second signal ends
// the process at once.
void catch_signals();

}  // namespace autoloss::host
