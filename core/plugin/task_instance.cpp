#include "core/plugin/task_instance.hpp"

#include <limits>

#include "core/errors.hpp"
#include "core/plugin/config_storage.hpp"
#include "core/plugin/memory_stream.hpp"

namespace autoloss {
namespace {

template <class Item>
std::string names_of(const std::vector<Item>& items) {
  std::string list;
  for (const Item& item : items) list += (list.empty() ? "" : ", ") + item.name;
  return list;
}

template <class Item>
std::size_t index_of(const std::vector<Item>& items, const std::string& name, const char* what) {
  for (std::size_t index = 0; index < items.size(); ++index)
    if (items[index].name == name) return index;
  throw ConfigError(std::string("the task has no ") + what + " '" + name + "'; it has: " + names_of(items));
}

bool fault_of_the_user(int32_t status) {
  return status == AUTOLOSS_INVALID_ARGUMENT || status == AUTOLOSS_NOT_FOUND || status == AUTOLOSS_BAD_DATA;
}

std::span<const autoloss_parameter* const> published(const autoloss_task_type& type) {
  return {type.parameters, type.parameter_count};
}

}  // namespace

uint32_t TaskShape::action(const std::string& name) const {
  return static_cast<uint32_t>(index_of(actions, name, "action"));
}
std::size_t TaskShape::metric(const std::string& name) const {
  return index_of(metrics, name, "metric");
}

TaskInstance::TaskInstance(const Component<autoloss_task_type>& component, const ValueMap& values,
                           const autoloss_host* host)
    : type_(component.type), site_{"task", type_->id, file_of(component), ""} {
  error_.struct_size = sizeof(error_);
  const ConfigStorage config(published(*type_), values);
  const int32_t status = create(component, *config.get(), host);
  if (status != AUTOLOSS_OK) fail(status, "create");
  try {
    read_shape();
  } catch (...) {
    type_->destroy(task_);
    throw;
  }
}

int32_t TaskInstance::create(const Component<autoloss_task_type>& component, const autoloss_config& config,
                             const autoloss_host* host) {
  const InSlot here(site_, "create");
  if (component.maker != nullptr) return component.maker->create(component, host, &config, &type_, &task_, &error_);
  return type_->create(host, &config, &task_, &error_);
}

TaskInstance::~TaskInstance() {
  const InSlot here(site_, "destroy");
  type_->destroy(task_);
}

void TaskInstance::begin(const EpisodeSetup& setup) {
  const ConfigStorage config(published(*type_), *setup.values);
  const autoloss_episode episode{sizeof(autoloss_episode), setup.role,    setup.data_seed, setup.init_seed,
                                 setup.step_seed,          setup.horizon, config.get()};
  {
    const InSlot here(site_, "begin");
    check(type_->begin(task_, &episode, &error_), "begin");
  }
  read_shape();
  for (double& signal : signals_) signal = std::numeric_limits<double>::quiet_NaN();
}

TaskStep TaskInstance::probe(uint32_t action) {
  const InSlot here(site_, "probe");
  check(type_->probe(task_, action, &result_, &error_), "probe");
  return taken();
}

std::string TaskInstance::save() {
  std::string state;
  const autoloss_writer writer = memory_writer(state);
  const InSlot here(site_, "save");
  check(type_->save(task_, &writer, &error_), "save");
  return state;
}

void TaskInstance::load(const std::string& state) {
  MemoryReader memory(state);
  {
    const InSlot here(site_, "load");
    check(type_->load(task_, memory.get(), &error_), "load");
  }
  read_shape();
}

void TaskInstance::fail(int32_t status, const char* slot) const {
  if (status == kCrashed || status == kCrashedBeside) throw PluginCrashed(error_.message, status == kCrashed);
  const std::string message = std::string("task '") + type_->id +
                              "': " + (error_.message[0] != '\0' ? error_.message : "failed without a message") + " (" +
                              slot + "())";
  const bool early = std::string_view(slot) == "create" || std::string_view(slot) == "begin";
  if (early && fault_of_the_user(status)) throw ConfigError(message);
  throw RunError(message);
}

void TaskInstance::read_shape() {
  autoloss_task_info info{};
  info.struct_size = sizeof(info);
  const InSlot here(site_, "describe");
  check(type_->describe(task_, &info, &error_), "describe");
  if (info.action_count == 0 || info.metric_count == 0 || info.primary_metric >= info.metric_count ||
      info.result_metric >= info.metric_count)
    throw PluginError(std::string("task '") + type_->id + "' describes no action or no primary metric");

  shape_ = {};
  for (uint32_t index = 0; index < info.action_count; ++index) {
    const autoloss_action_info& action = *info.actions[index];
    shape_.actions.push_back({action.name, action.loss, std::max(1.0, static_cast<double>(action.parameter_count)),
                              (action.flags & AUTOLOSS_ACTION_JOINT) != 0});
  }
  for (uint32_t index = 0; index < info.loss_count; ++index) shape_.losses.push_back(info.losses[index]->name);
  for (uint32_t index = 0; index < info.metric_count; ++index) {
    const autoloss_metric_info& metric = *info.metrics[index];
    shape_.metrics.push_back({metric.name, metric.unit, metric.direction == AUTOLOSS_MAXIMIZE, metric.loss});
  }
  for (uint32_t index = 0; index < info.signal_count; ++index) shape_.signals.push_back(info.signals[index]->name);
  shape_.primary_metric = info.primary_metric;
  shape_.result_metric = info.result_metric;
  shape_.splits = info.splits;

  signals_.resize(info.signal_count, std::numeric_limits<double>::quiet_NaN());
  result_.struct_size = sizeof(result_);
  result_.signal_count = info.signal_count;
  result_.signals = signals_.data();
}

}  // namespace autoloss
