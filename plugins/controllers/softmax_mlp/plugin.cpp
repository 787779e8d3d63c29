#include <autoloss/cpp/plugin.hpp>

#include "plugins/controllers/softmax_mlp/softmax_mlp.hpp"

AUTOLOSS_PLUGIN("softmax_mlp", "0.1.0", "", Tasks<>, Controllers<autoloss::controllers::SoftmaxMlp>)
