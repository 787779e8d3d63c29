// A task as a class: derive from Task, give it a constructor (Host, Config), and name it in AUTOLOSS_PLUGIN.
#ifndef AUTOLOSS_CPP_TASK_HPP
#define AUTOLOSS_CPP_TASK_HPP

#include <autoloss/task.h>

#include <algorithm>
#include <autoloss/cpp/config.hpp>
#include <autoloss/cpp/host.hpp>
#include <autoloss/cpp/stream.hpp>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace autoloss::sdk {

struct LossInfo {
  std::string name, description;
};
struct MetricInfo {
  std::string name, unit, description;
  uint32_t direction = AUTOLOSS_MINIMIZE;
  uint32_t loss = AUTOLOSS_NONE;
};
struct ActionInfo {
  std::string name, parameter_group, description;
  uint32_t loss = AUTOLOSS_NONE;
  uint64_t parameter_count = 0;
  bool joint = false;
};
struct SignalInfo {
  std::string name, description;
};
// What a task is made of; see autoloss_task_info.
struct TaskInfo {
  std::vector<ActionInfo> actions;
  std::vector<LossInfo> losses;
  std::vector<MetricInfo> metrics;
  std::vector<SignalInfo> signals;
  uint32_t primary_metric = 0;
  uint32_t result_metric = 0;
  uint32_t splits = 0;  // AUTOLOSS_SPLIT_BIT of each
};

// A training that begins; see autoloss_episode.
struct Episode {
  uint32_t role;
  uint64_t data_seed, init_seed, step_seed, horizon;
  Config config;
};

// What a step did; see autoloss_step_result.
struct StepResult {
  double loss = 0;
  double gradient_norm = std::numeric_limits<double>::quiet_NaN();
  uint64_t batches = 0;
  bool diverged = false;
};

// The slots of autoloss_task_type; each means what it means there. The layer checks the order of calls and the range
// of actions, splits and slots before it comes here. Throw Error to fail a call.
class Task {
 public:
  virtual ~Task() = default;
  virtual TaskInfo info() const = 0;
  virtual void begin(const Episode& episode) = 0;
  virtual StepResult step(uint32_t action) = 0;
  virtual StepResult probe(uint32_t action) = 0;
  virtual void measure(uint32_t split, std::span<double> values) = 0;
  virtual void keep(uint32_t slot) = 0;
  virtual void recall(uint32_t slot) = 0;
  virtual void save(Writer& writer) const = 0;
  virtual void load(Reader& reader) = 0;
  // Writes the signals' latest values; those without one stay as they are.
  virtual void signals(std::span<double>) const {}
};

// The C descriptor of a task class T, which has: static const ParameterList& parameters(); a constructor
// (const Host&, const Config&); and the constants kId, kVersion, kDescription, kLicence.
template <class T>
class TaskComponent {
 public:
  static const autoloss_task_type* type() {
    static const autoloss_task_type table = make_type();
    return &table;
  }

 private:
  // An instance: the user's object and the C structs of its description.
  struct Instance {
    Instance(const autoloss_host* host, const autoloss_config* config) : task(Host(host), Config(config)) {}
    T task;
    TaskInfo info;
    std::vector<autoloss_action_info> actions;
    std::vector<autoloss_loss_info> losses;
    std::vector<autoloss_metric_info> metrics;
    std::vector<autoloss_signal_info> signals;
    std::vector<const autoloss_action_info*> action_pointers;
    std::vector<const autoloss_loss_info*> loss_pointers;
    std::vector<const autoloss_metric_info*> metric_pointers;
    std::vector<const autoloss_signal_info*> signal_pointers;
    uint32_t role = AUTOLOSS_ROLE_CONTROLLER;
    bool running = false;
  };
  static Instance& of(autoloss_task* task) { return *reinterpret_cast<Instance*>(task); }

  template <class Item>
  static std::vector<const Item*> pointers(const std::vector<Item>& items) {
    std::vector<const Item*> list;
    for (const Item& item : items) list.push_back(&item);
    return list;
  }

  static void rebuild_info(Instance& self) {
    self.info = self.task.info();
    self.actions.clear();
    self.losses.clear();
    self.metrics.clear();
    self.signals.clear();
    for (const ActionInfo& action : self.info.actions)
      self.actions.push_back({sizeof(autoloss_action_info), action.joint ? AUTOLOSS_ACTION_JOINT : 0u, action.loss, 0,
                              action.parameter_count, action.name.c_str(), action.parameter_group.c_str(),
                              action.description.c_str()});
    for (const LossInfo& loss : self.info.losses)
      self.losses.push_back({sizeof(autoloss_loss_info), 0, loss.name.c_str(), loss.description.c_str()});
    for (const MetricInfo& metric : self.info.metrics)
      self.metrics.push_back({sizeof(autoloss_metric_info), metric.direction, metric.loss, 0, metric.name.c_str(),
                              metric.unit.c_str(), metric.description.c_str()});
    for (const SignalInfo& signal : self.info.signals)
      self.signals.push_back({sizeof(autoloss_signal_info), 0, signal.name.c_str(), signal.description.c_str()});
    self.action_pointers = pointers(self.actions);
    self.loss_pointers = pointers(self.losses);
    self.metric_pointers = pointers(self.metrics);
    self.signal_pointers = pointers(self.signals);
  }

  static void need_running(const Instance& self) {
    if (!self.running) throw Error(AUTOLOSS_INVALID_STATE, "no episode has begun");
  }

  static int32_t create(const autoloss_host* host, const autoloss_config* config, autoloss_task** task,
                        autoloss_error* error) noexcept {
    return guarded(error, [&] {
      check_config(T::parameters(), config);
      auto instance = std::make_unique<Instance>(host, config);
      rebuild_info(*instance);
      *task = reinterpret_cast<autoloss_task*>(instance.release());
    });
  }
  static void destroy(autoloss_task* task) noexcept { delete reinterpret_cast<Instance*>(task); }

  static int32_t describe(autoloss_task* task, autoloss_task_info* info, autoloss_error* error) noexcept {
    return guarded(error, [&] {
      Instance& self = of(task);
      const auto size = [](const auto& list) { return static_cast<uint32_t>(list.size()); };
      // Field by field: the struct of an older host ends before one that was appended since.
      info->action_count = size(self.actions);
      info->loss_count = size(self.losses);
      info->metric_count = size(self.metrics);
      info->signal_count = size(self.signals);
      info->primary_metric = self.info.primary_metric;
      info->result_metric = self.info.result_metric;
      info->splits = self.info.splits;
      info->actions = self.action_pointers.data();
      info->losses = self.loss_pointers.data();
      info->metrics = self.metric_pointers.data();
      info->signals = self.signal_pointers.data();
    });
  }

  static int32_t begin(autoloss_task* task, const autoloss_episode* episode, autoloss_error* error) noexcept {
    return guarded(error, [&] {
      Instance& self = of(task);
      self.running = false;
      check_config(T::parameters(), episode->config);
      self.task.begin({episode->role, episode->data_seed, episode->init_seed, episode->step_seed, episode->horizon,
                       Config(episode->config)});
      rebuild_info(self);
      self.role = episode->role;
      self.running = true;
    });
  }

  template <StepResult (Task::*Call)(uint32_t)>
  static int32_t take(autoloss_task* task, uint32_t action, autoloss_step_result* result,
                      autoloss_error* error) noexcept {
    return guarded(error, [&] {
      Instance& self = of(task);
      need_running(self);
      if (action >= self.actions.size())
        throw Error(AUTOLOSS_INVALID_ARGUMENT,
                    "no action " + std::to_string(action) + ": there are " + std::to_string(self.actions.size()));
      const StepResult step = (self.task.*Call)(action);
      result->flags = step.diverged ? AUTOLOSS_STEP_DIVERGED : 0u;
      result->loss = step.loss;
      result->gradient_norm = step.gradient_norm;
      result->batches = step.batches;
      if (result->signal_count > 0 && !self.signals.empty())
        self.task.signals(
            std::span<double>(result->signals, std::min<std::size_t>(result->signal_count, self.signals.size())));
    });
  }

  static int32_t measure(autoloss_task* task, uint32_t split, double* values, uint32_t metric_count,
                         autoloss_error* error) noexcept {
    return guarded(error, [&] {
      Instance& self = of(task);
      need_running(self);
      if (split >= 32 || (self.info.splits & AUTOLOSS_SPLIT_BIT(split)) == 0)
        throw Error(AUTOLOSS_INVALID_ARGUMENT, "the task has no split " + std::to_string(split));
      if (split == AUTOLOSS_SPLIT_TEST && self.role != AUTOLOSS_ROLE_GUIDED)
        throw Error(AUTOLOSS_INVALID_STATE, "the test split is not for training a controller");
      if (metric_count < self.metrics.size())
        throw Error(AUTOLOSS_INVALID_ARGUMENT, "the buffer is too small for the metrics");
      self.task.measure(split, std::span<double>(values, self.metrics.size()));
    });
  }

  static void need_slot(uint32_t slot) {
    if (slot >= AUTOLOSS_KEEP_SLOTS) throw Error(AUTOLOSS_INVALID_ARGUMENT, "there is no slot " + std::to_string(slot));
  }
  static int32_t keep(autoloss_task* task, uint32_t slot, autoloss_error* error) noexcept {
    return guarded(error, [&] {
      need_running(of(task));
      need_slot(slot);
      of(task).task.keep(slot);
    });
  }
  static int32_t recall(autoloss_task* task, uint32_t slot, autoloss_error* error) noexcept {
    return guarded(error, [&] {
      need_running(of(task));
      need_slot(slot);
      of(task).task.recall(slot);
    });
  }
  static int32_t save(autoloss_task* task, const autoloss_writer* writer, autoloss_error* error) noexcept {
    return guarded(error, [&] {
      need_running(of(task));
      Writer out(writer);
      of(task).task.save(out);
    });
  }
  static int32_t load(autoloss_task* task, const autoloss_reader* reader, autoloss_error* error) noexcept {
    return guarded(error, [&] {
      Instance& self = of(task);
      need_running(self);
      self.running = false;
      Reader in(reader);
      self.task.load(in);
      in.end();
      self.running = true;
    });
  }

  static autoloss_task_type make_type() {
    const ParameterList& parameters = T::parameters();
    autoloss_task_type table{};
    table.struct_size = sizeof(table);
    table.parameter_count = parameters.size();
    table.id = T::kId;
    table.version = T::kVersion;
    table.description = T::kDescription;
    table.licence = T::kLicence;
    table.parameters = parameters.data();
    table.create = create;
    table.destroy = destroy;
    table.describe = describe;
    table.begin = begin;
    table.step = take<&Task::step>;
    table.probe = take<&Task::probe>;
    table.measure = measure;
    table.keep = keep;
    table.recall = recall;
    table.save = save;
    table.load = load;
    return table;
  }
};

}  // namespace autoloss::sdk

#endif
