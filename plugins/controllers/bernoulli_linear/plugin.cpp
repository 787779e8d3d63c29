#include <autoloss/cpp/plugin.hpp>

#include "plugins/controllers/bernoulli_linear/bernoulli_linear.hpp"

AUTOLOSS_PLUGIN("bernoulli_linear", "0.1.0", "", Tasks<>, Controllers<autoloss::controllers::BernoulliLinear>)
