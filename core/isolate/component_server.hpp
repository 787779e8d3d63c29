// An instance of a component that another process calls.
#pragma once

#include <autoloss/controller.h>
#include <autoloss/task.h>

#include "core/isolate/switchboard.hpp"

namespace autoloss {

// Serve an instance until the lanes are cut. Throw BrokenMessage.
void serve_task(const autoloss_task_type& type, Switchboard& switchboard);
void serve_controller(const autoloss_controller_type& type, Switchboard& switchboard);

}  // namespace autoloss
