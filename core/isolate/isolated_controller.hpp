// A controller's instance in a process of its own, behind the table of the C contract.
#pragma once

#include <autoloss/controller.h>

#include "core/isolate/isolation.hpp"
#include "core/plugin/registry.hpp"

namespace autoloss {

// As InstanceMaker::create().
// What the controller has become is kept here after every change, so that a process that ended is made anew, equal: by
// the next call. A call that changes or reads the instance is itself tried again (Isolation::retries). act() is not,
// for a session has a past: it fails with kCrashed or kCrashedBeside, and so does every
// further call of that session.
int32_t create_isolated(const Isolation& isolation, const Component<autoloss_controller_type>& component,
                        const autoloss_host* host, const autoloss_config* config, const autoloss_controller_spec* spec,
                        const autoloss_controller_type** type, autoloss_controller** controller,
                        autoloss_error* error) noexcept;

}  // namespace autoloss
