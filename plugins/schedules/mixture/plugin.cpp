#include <autoloss/cpp/plugin.hpp>

#include "plugins/schedules/mixture/mixture.hpp"

AUTOLOSS_PLUGIN("mixture", "0.1.0", "", Tasks<>, Controllers<autoloss::schedules::Mixture>)
