#include <autoloss/cpp/plugin.hpp>

#include "plugins/schedules/anneal/anneal.hpp"

AUTOLOSS_PLUGIN("anneal", "0.1.0", "", Tasks<>, Controllers<autoloss::schedules::Anneal>)
