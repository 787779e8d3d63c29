#include <autoloss/cpp/plugin.hpp>

#include "plugins/tasks/nmt/nmt_task.hpp"

AUTOLOSS_PLUGIN("nmt", AUTOLOSS_VERSION, "LibTorch " AUTOLOSS_TORCH_VERSION, Tasks<autoloss::nmt::NmtTask>,
                Controllers<>)
