#include <autoloss/cpp/plugin.hpp>

#include "plugins/schedules/fixed_ratio/fixed_ratio.hpp"

AUTOLOSS_PLUGIN("fixed_ratio", "0.1.0", "", Tasks<>, Controllers<autoloss::schedules::FixedRatio>)
