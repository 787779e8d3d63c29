#include <autoloss/cpp/plugin.hpp>

#include "plugins/shared/training/descent.hpp"
#include "plugins/tasks/regression/regression_task.hpp"

AUTOLOSS_PLUGIN("regression", AUTOLOSS_VERSION, autoloss::training::vector_library(),
                Tasks<autoloss::regression::RegressionTask>, Controllers<>)
