#include <autoloss/cpp/plugin.hpp>

#include "plugins/tasks/gan/gan_task.hpp"

AUTOLOSS_PLUGIN("gan", AUTOLOSS_VERSION, "LibTorch " AUTOLOSS_TORCH_VERSION, Tasks<autoloss::gan::GanTask>,
                Controllers<>)
