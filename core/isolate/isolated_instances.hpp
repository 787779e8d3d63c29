// Instances of components in processes of their own.
#pragma once

#include <utility>

#include "core/isolate/isolation.hpp"
#include "core/plugin/instance_maker.hpp"

namespace autoloss {

class IsolatedInstances : public InstanceMaker {
 public:
  explicit IsolatedInstances(Isolation isolation) : isolation_(std::move(isolation)) {}

  int32_t create(const Component<autoloss_task_type>& component, const autoloss_host* host,
                 const autoloss_config* config, const autoloss_task_type** type, autoloss_task** task,
                 autoloss_error* error) const noexcept override;
  int32_t create(const Component<autoloss_controller_type>& component, const autoloss_host* host,
                 const autoloss_config* config, const autoloss_controller_spec* spec,
                 const autoloss_controller_type** type, autoloss_controller** controller,
                 autoloss_error* error) const noexcept override;
  int retries() const override { return isolation_.retries; }

 private:
  const Isolation isolation_;
};

}  // namespace autoloss
