// A component of the plugin: what tasks and controllers have in common.
#pragma once

#include <autoloss/plugin.h>

#include <memory>
#include <string>

#include "conformance/configuration.hpp"
#include "conformance/life.hpp"

namespace autoloss::conformance {

// An attempt to make an instance.
struct Made {
  Call call;
  bool untouched = true;       // the pointer for the instance, where it failed
  std::unique_ptr<Life> life;  // where it did not
};

class Subject {
 public:
  virtual ~Subject() = default;
  virtual std::string name() const = 0;  // "task ridge"
  virtual std::string id() const = 0;
  virtual Parameters parameters() const = 0;
  virtual bool saves() const = 0;
  virtual decltype(autoloss_task_type::extension) extension() const = 0;
  virtual Made make(const Circumstances& circumstances) const = 0;
};

std::unique_ptr<Subject> task_subject(const autoloss_task_type& type);
std::unique_ptr<Subject> controller_subject(const autoloss_controller_type& type);

}  // namespace autoloss::conformance
