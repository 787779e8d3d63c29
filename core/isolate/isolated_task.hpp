// A task's instance in a process of its own, behind the table of the C contract.
#pragma once

#include <autoloss/task.h>

#include "core/plugin/registry.hpp"

namespace autoloss {

// As create() of the component, which names its isolation. *type receives the table whose slots take *task; it lives as
// long as the process. Any call may then fail with kCrashed (core/isolate/calls.hpp), after which all do.
int32_t create_isolated(const Component<autoloss_task_type>& component, const autoloss_host* host,
                        const autoloss_config* config, const autoloss_task_type** type, autoloss_task** task,
                        autoloss_error* error) noexcept;

}  // namespace autoloss
