// The card of a saved controller on standard output.
#pragma once

#include "core/record/controller_file.hpp"

namespace autoloss::host {

void show_card(const ControllerFile& controller, bool json);

}  // namespace autoloss::host
