#include <autoloss/cpp/plugin.hpp>

#include "plugins/controllers/ppo/ppo.hpp"

using autoloss::controllers::PpoPaper;
using autoloss::controllers::PpoReference;
using autoloss::controllers::PpoRelease;

AUTOLOSS_PLUGIN("ppo", "0.1.0", "", Tasks<>, Controllers<PpoReference, PpoPaper, PpoRelease>)
