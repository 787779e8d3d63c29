// The file of a controller that was just trained.
#pragma once

#include "core/record/controller_file.hpp"
#include "core/study/method_setup.hpp"
#include "core/study/train.hpp"

namespace autoloss {

ControllerFile controller_file_of(const TrainedController& trained, const MethodSetup& setup,
                                  const Experiment& experiment, const Measure& measure, const TaskShape& shape,
                                  const std::string& task_version);

}  // namespace autoloss
