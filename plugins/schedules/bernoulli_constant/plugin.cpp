#include <autoloss/cpp/plugin.hpp>

#include "plugins/schedules/bernoulli_constant/bernoulli_constant.hpp"

AUTOLOSS_PLUGIN("bernoulli_constant", "0.1.0", "", Tasks<>, Controllers<autoloss::schedules::BernoulliConstant>)
