// Whether a plugin's table keeps the contract of sdk/include/autoloss, as far as reading it can tell.
#pragma once

#include <autoloss/plugin.h>

namespace autoloss {

// Throws Unusable with the first breach: versions, sizes of structs, ids, required slots, parameters.
void check_contract(const autoloss_plugin& plugin);

}  // namespace autoloss
