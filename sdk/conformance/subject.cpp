#include "conformance/subject.hpp"

#include <vector>

#include "conformance/controller_life.hpp"
#include "conformance/task_life.hpp"

namespace autoloss::conformance {
namespace {

// Makes the call create() and a Life of what it made. create(error, instance) returns its status.
template <class LifeType, class Instance, class Type, class Create>
Made make_with(const Type& type, const Circumstances& with, Create&& create) {
  Made made;
  Instance* instance = nullptr;
  ErrorBuffer error(with.manner.null_error);
  {
    const Under under("create");
    made.call.status = create(error.get(), &instance);
  }
  if (with.manner.canaries) require(error.intact(), "create() writes past the end of the message buffer");
  if (with.manner.canaries) require(error.ends(), "create() leaves a message without a zero byte at its end");
  made.call.message = error.message();
  if (!made.call.ok()) {
    made.untouched = instance == nullptr;
  } else {
    require(instance != nullptr, "create() makes no instance and says OK");
    made.life = std::make_unique<LifeType>(type, instance, with);
  }
  return made;
}

class TaskSubject : public Subject {
 public:
  explicit TaskSubject(const autoloss_task_type& type) : type_(type) {}
  std::string name() const override { return "task " + id(); }
  std::string id() const override { return type_.id; }
  Parameters parameters() const override { return {type_.parameters, type_.parameter_count}; }
  bool saves() const override { return type_.save != nullptr; }
  decltype(autoloss_task_type::extension) extension() const override { return type_.extension; }
  Made make(const Circumstances& with) const override {
    const BorrowedConfig config(with.configuration, with.manner.extra);
    return make_with<TaskLife, autoloss_task>(type_, with, [&](autoloss_error* error, autoloss_task** task) {
      return type_.create(with.host->get(), config.get(), task, error);
    });
  }

 private:
  const autoloss_task_type& type_;
};

std::vector<const char*> pointers_to(const std::vector<std::string>& names) {
  std::vector<const char*> pointers;
  for (const std::string& name : names) pointers.push_back(name.c_str());
  return pointers;
}

class ControllerSubject : public Subject {
 public:
  explicit ControllerSubject(const autoloss_controller_type& type) : type_(type) {}
  std::string name() const override { return "controller " + id(); }
  std::string id() const override { return type_.id; }
  Parameters parameters() const override { return {type_.parameters, type_.parameter_count}; }
  bool saves() const override { return type_.save != nullptr; }
  decltype(autoloss_task_type::extension) extension() const override { return type_.extension; }
  Made make(const Circumstances& with) const override {
    static constexpr const char* kActions[kActionCount] = {"first", "second"};
    const std::vector<std::string> features = feature_names_for(type_);
    const std::vector<const char*> names = pointers_to(features);
    const BorrowedConfig config(with.configuration, with.manner.extra);
    Padded<autoloss_controller_spec> spec(with.manner.extra);
    spec->feature_count = static_cast<uint32_t>(names.size());
    spec->feature_names = names.data();
    spec->action_count = kActionCount;
    spec->action_names = kActions;
    spec->seed = with.seed;
    return make_with<ControllerLife, autoloss_controller>(
        type_, with, [&](autoloss_error* error, autoloss_controller** controller) {
          return type_.create(with.host->get(), config.get(), spec.get(), controller, error);
        });
  }

 private:
  const autoloss_controller_type& type_;
};

}  // namespace

std::unique_ptr<Subject> task_subject(const autoloss_task_type& type) {
  return std::make_unique<TaskSubject>(type);
}
std::unique_ptr<Subject> controller_subject(const autoloss_controller_type& type) {
  return std::make_unique<ControllerSubject>(type);
}

}  // namespace autoloss::conformance
