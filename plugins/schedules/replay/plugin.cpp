#include <autoloss/cpp/plugin.hpp>

#include "plugins/schedules/replay/replay.hpp"

AUTOLOSS_PLUGIN("replay", "0.1.0", "", Tasks<>, Controllers<autoloss::schedules::Replay>)
