// A task's instance in a process of its own, behind the table of the C contract.
#pragma once

#include <autoloss/task.h>

#include "core/isolate/isolation.hpp"
#include "core/plugin/registry.hpp"

namespace autoloss {

// As InstanceMaker::create(). After a call that failed with kCrashed all do.
int32_t create_isolated(const Isolation& isolation, const Component<autoloss_task_type>& component,
                        const autoloss_host* host, const autoloss_config* config, const autoloss_task_type** type,
                        autoloss_task** task, autoloss_error* error) noexcept;

}  // namespace autoloss
