#include <autoloss/cpp/plugin.hpp>

#include "plugins/schedules/random/random.hpp"

AUTOLOSS_PLUGIN("random", "0.1.0", "", Tasks<>, Controllers<autoloss::schedules::Random>)
