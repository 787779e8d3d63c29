#include <autoloss/cpp/plugin.hpp>

#include "plugins/tasks/regression/kernels.hpp"
#include "plugins/tasks/regression/regression_task.hpp"

AUTOLOSS_PLUGIN("regression", AUTOLOSS_VERSION, autoloss::regression::vector_library(),
                Tasks<autoloss::regression::RegressionTask>, Controllers<>)
