// A task component's instance, with statuses turned into exceptions.
#pragma once

#include <autoloss/task.h>

#include <string>
#include <string_view>
#include <vector>

#include "core/plugin/call_site.hpp"
#include "core/plugin/registry.hpp"
#include "core/value.hpp"

namespace autoloss {

// What a task is made of: autoloss_task_info as plain values.
struct TaskShape {
  struct Action {
    std::string name;
    uint32_t loss = AUTOLOSS_NONE;
    double parameter_count = 1;
    bool joint = false;
  };
  struct Metric {
    std::string name, unit;
    bool maximize = false;
    uint32_t loss = AUTOLOSS_NONE;
  };
  std::vector<Action> actions;
  std::vector<std::string> losses;
  std::vector<Metric> metrics;
  std::vector<std::string> signals;
  std::size_t primary_metric = 0;
  std::size_t result_metric = 0;
  uint32_t splits = 0;

  bool has_split(uint32_t split) const { return (splits & AUTOLOSS_SPLIT_BIT(split)) != 0; }
  // Index of an action or a metric by name; throws ConfigError that lists what there is.
  uint32_t action(const std::string& name) const;
  std::size_t metric(const std::string& name) const;
};

// The seeds and parameters of a training; see autoloss_episode.
struct EpisodeSetup {
  uint32_t role = AUTOLOSS_ROLE_GUIDED;
  uint64_t data_seed = 0;
  uint64_t init_seed = 0;
  uint64_t step_seed = 0;
  uint64_t horizon = 0;
  const ValueMap* values = nullptr;
};

// What a step did; see autoloss_step_result.
struct TaskStep {
  double loss = 0;
  double gradient_norm = 0;
  uint64_t batches = 0;
  bool diverged = false;
  const double* signals = nullptr;  // the task's latest, valid until the next step
};

// Owns an instance. A call that fails throws: ConfigError where the plugin says the user's input is wrong
// (INVALID_ARGUMENT, NOT_FOUND, BAD_DATA from create and begin), else RunError; the message names plugin and slot.
// PluginCrashed where the component is isolated and its process ended: every later call throws it, too, and the
// instance can only be replaced. Not thread-safe.
class TaskInstance {
 public:
  TaskInstance(const Component<autoloss_task_type>& component, const ValueMap& values, const autoloss_host* host);
  ~TaskInstance();
  TaskInstance(const TaskInstance&) = delete;
  TaskInstance& operator=(const TaskInstance&) = delete;

  const TaskShape& shape() const { return shape_; }
  void begin(const EpisodeSetup& setup);

  TaskStep step(uint32_t action) {
    const InSlot here(site_, "step");
    check(type_->step(task_, action, &result_, &error_), "step");
    return taken();
  }
  bool can_probe() const { return type_->probe != nullptr; }
  TaskStep probe(uint32_t action);
  // values: as many as there are metrics.
  void measure(uint32_t split, std::vector<double>& values) {
    const InSlot here(site_, "measure");
    check(type_->measure(task_, split, values.data(), static_cast<uint32_t>(values.size()), &error_), "measure");
  }
  void keep(uint32_t slot) {
    const InSlot here(site_, "keep");
    check(type_->keep(task_, slot, &error_), "keep");
  }
  void recall(uint32_t slot) {
    const InSlot here(site_, "recall");
    check(type_->recall(task_, slot, &error_), "recall");
  }

  // Whether an episode can go on elsewhere; only then may save() and load() be called.
  bool can_save() const { return type_->save != nullptr; }
  std::string save();
  // In an episode equal to that of save(). Throws RunError: the bytes are no state of it.
  void load(const std::string& state);

 private:
  void check(int32_t status, const char* slot) {
    if (status != AUTOLOSS_OK) [[unlikely]]
      fail(status, slot);
  }
  TaskStep taken() const {
    return {result_.loss, result_.gradient_norm, result_.batches, (result_.flags & AUTOLOSS_STEP_DIVERGED) != 0,
            signals_.data()};
  }
  [[noreturn]] void fail(int32_t status, const char* slot) const;
  void read_shape();

  int32_t create(const Component<autoloss_task_type>& component, const autoloss_config& config,
                 const autoloss_host* host);

  const autoloss_task_type* type_;
  CallSite site_;
  autoloss_task* task_ = nullptr;
  autoloss_error error_{};
  autoloss_step_result result_{};
  std::vector<double> signals_;
  TaskShape shape_;
};

}  // namespace autoloss
