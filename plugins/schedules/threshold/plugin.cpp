#include <autoloss/cpp/plugin.hpp>

#include "plugins/schedules/threshold/threshold.hpp"

AUTOLOSS_PLUGIN("threshold", "0.1.0", "", Tasks<>, Controllers<autoloss::schedules::Threshold>)
