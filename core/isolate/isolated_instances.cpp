#include "core/isolate/isolated_instances.hpp"

#include "core/isolate/isolated_controller.hpp"
#include "core/isolate/isolated_task.hpp"

namespace autoloss {

int32_t IsolatedInstances::create(const Component<autoloss_task_type>& component, const autoloss_host* host,
                                  const autoloss_config* config, const autoloss_task_type** type, autoloss_task** task,
                                  autoloss_error* error) const noexcept {
  return create_isolated(isolation_, component, host, config, type, task, error);
}

int32_t IsolatedInstances::create(const Component<autoloss_controller_type>& component, const autoloss_host* host,
                                  const autoloss_config* config, const autoloss_controller_spec* spec,
                                  const autoloss_controller_type** type, autoloss_controller** controller,
                                  autoloss_error* error) const noexcept {
  return create_isolated(isolation_, component, host, config, spec, type, controller, error);
}

}  // namespace autoloss
