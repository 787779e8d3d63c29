// The plugins of tests, each instance in a process of its own.
#pragma once

#include "core/isolate/isolated_instances.hpp"
#include "core/plugin/registry.hpp"

namespace autoloss::test {

inline std::filesystem::path plugin_folder(const std::string& name) {
  return std::filesystem::path(AUTOLOSS_TEST_PLUGINS) / name;
}

class IsolatedRegistry {
 public:
  explicit IsolatedRegistry(Isolation isolation = {}) : registry_({plugin_folder("faulty")}) {
    isolation.program = AUTOLOSS_PROGRAM;
    registry_.make_instances_by(std::make_unique<IsolatedInstances>(isolation));
  }
  operator const Registry&() const { return registry_; }
  Component<autoloss_task_type> task(const std::string& id) const { return registry_.task(id); }
  Component<autoloss_controller_type> controller(const std::string& id) const { return registry_.controller(id); }

 private:
  Registry registry_;
};

}  // namespace autoloss::test
