// How instances of components come to be where they do not live in this process.
#pragma once

#include <autoloss/controller.h>
#include <autoloss/task.h>

namespace autoloss {

template <class Type>
struct Component;

// Statuses that no plugin returns: the process that holds the instance has ended, through this call or, at the same
// time, through another.
constexpr int32_t kCrashed = -1;
constexpr int32_t kCrashedBeside = -2;

// Makes instances behind tables of its own, so that who calls them does not know where they live. [thread-safe]
class InstanceMaker {
 public:
  virtual ~InstanceMaker() = default;

  // As create() of the component. *type receives the table whose slots take the instance; it lives as long as the
  // process. Any call may then fail with kCrashed or kCrashedBeside and a message.
  virtual int32_t create(const Component<autoloss_task_type>& component, const autoloss_host* host,
                         const autoloss_config* config, const autoloss_task_type** type, autoloss_task** task,
                         autoloss_error* error) const noexcept = 0;
  virtual int32_t create(const Component<autoloss_controller_type>& component, const autoloss_host* host,
                         const autoloss_config* config, const autoloss_controller_spec* spec,
                         const autoloss_controller_type** type, autoloss_controller** controller,
                         autoloss_error* error) const noexcept = 0;
  // How often what a crash cost is tried again.
  virtual int retries() const = 0;
};

}  // namespace autoloss
