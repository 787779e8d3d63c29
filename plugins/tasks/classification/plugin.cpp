#include <autoloss/cpp/plugin.hpp>

#include "plugins/shared/training/descent.hpp"
#include "plugins/tasks/classification/classification_task.hpp"

AUTOLOSS_PLUGIN("classification", AUTOLOSS_VERSION, autoloss::training::vector_library(),
                Tasks<autoloss::classification::ClassificationTask>, Controllers<>)
