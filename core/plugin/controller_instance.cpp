#include "core/plugin/controller_instance.hpp"

#include <algorithm>

#include "core/archive.hpp"
#include "core/errors.hpp"
#include "core/plugin/config_storage.hpp"
#include "core/plugin/memory_stream.hpp"

namespace autoloss {
namespace {

std::string message_of(const autoloss_controller_type& type, const autoloss_error& error, const char* slot) {
  return std::string("controller '") + type.id +
         "': " + (error.message[0] != '\0' ? error.message : "failed without a message") + " (" + slot + "())";
}

std::vector<const char*> c_strings(const std::vector<std::string>& texts) {
  std::vector<const char*> pointers;
  for (const std::string& text : texts) pointers.push_back(text.c_str());
  return pointers;
}

void throw_if_crashed(int32_t status, const autoloss_error& error) {
  if (status == kCrashed || status == kCrashedBeside) throw PluginCrashed(error.message, status == kCrashed);
}

[[noreturn]] void fail_in(const char* slot, int32_t status, const autoloss_controller_type& type,
                          const autoloss_error& error) {
  throw_if_crashed(status, error);
  throw RunError(message_of(type, error, slot));
}

}  // namespace

ControllerSession::ControllerSession(const ControllerInstance& controller)
    : type_(controller.type_),
      site_(controller.site_),
      action_count_(controller.actions_.size()),
      probabilities_(action_count_) {
  error_.struct_size = sizeof(error_);
  decision_.struct_size = sizeof(decision_);
  decision_.probabilities = probabilities_.data();
  const InSlot here(site_, "open");
  const int32_t status = type_->open(controller.controller_, &session_, &error_);
  if (status != AUTOLOSS_OK) fail_in("open", status, *type_, error_);
}

ControllerSession::~ControllerSession() {
  const InSlot here(site_, "close");
  type_->close(session_);
}

std::string ControllerSession::save() {
  std::string memory;
  if (type_->save_session != nullptr) {
    const autoloss_writer writer = memory_writer(memory);
    const InSlot here(site_, "save_session");
    const int32_t status = type_->save_session(session_, &writer, &error_);
    if (status != AUTOLOSS_OK) fail_in("save_session", status, *type_, error_);
  }
  return to_state(memory, probabilities_, decision_.value);
}

void ControllerSession::load(const std::string& state) {
  std::string memory;
  from_state(state, memory, probabilities_, decision_.value);
  if (probabilities_.size() != action_count_) throw RunError("a saved session has another number of actions");
  decision_.probabilities = probabilities_.data();
  if (type_->load_session == nullptr) return;
  MemoryReader reader(memory);
  const InSlot here(site_, "load_session");
  const int32_t status = type_->load_session(session_, reader.get(), &error_);
  if (status != AUTOLOSS_OK) fail_in("load_session", status, *type_, error_);
}

void ControllerSession::fail(int32_t status) const {
  if (status == AUTOLOSS_OK)
    throw PluginError(std::string("controller '") + type_->id + "' picked action " + std::to_string(decision_.action) +
                      " of " + std::to_string(probabilities_.size()));
  fail_in("act", status, *type_, error_);
}

ControllerInstance::ControllerInstance(const Component<autoloss_controller_type>& component, const ValueMap& values,
                                       std::vector<std::string> features, std::vector<std::string> actions,
                                       uint64_t seed, const autoloss_host* host)
    : type_(component.type),
      site_{"controller", type_->id, file_of(component), ""},
      features_(std::move(features)),
      actions_(std::move(actions)) {
  error_.struct_size = sizeof(error_);
  const std::vector<const char*> feature_names = c_strings(features_);
  const std::vector<const char*> action_names = c_strings(actions_);
  const autoloss_controller_spec spec{sizeof(autoloss_controller_spec),
                                      static_cast<uint32_t>(feature_names.size()),
                                      static_cast<uint32_t>(action_names.size()),
                                      0,
                                      seed,
                                      feature_names.data(),
                                      action_names.data()};
  const ConfigStorage config({type_->parameters, type_->parameter_count}, values);
  int32_t status = create(component, *config.get(), spec, host);
  throw_if_crashed(status, error_);
  if (status != AUTOLOSS_OK) throw ConfigError(message_of(*type_, error_, "create"));
  info_.struct_size = sizeof(info_);
  const InSlot here(site_, "describe");
  status = type_->describe(controller_, &info_, &error_);
  if (status != AUTOLOSS_OK) {
    type_->destroy(controller_);
    fail_in("describe", status, *type_, error_);
  }
}

int32_t ControllerInstance::create(const Component<autoloss_controller_type>& component, const autoloss_config& config,
                                   const autoloss_controller_spec& spec, const autoloss_host* host) {
  const InSlot here(site_, "create");
  if (component.maker != nullptr)
    return component.maker->create(component, host, &config, &spec, &type_, &controller_, &error_);
  return type_->create(host, &config, &spec, &controller_, &error_);
}

ControllerInstance::~ControllerInstance() {
  const InSlot here(site_, "destroy");
  type_->destroy(controller_);
}

LearnReport ControllerInstance::learn(const std::vector<autoloss_trajectory>& trajectories, double progress) {
  std::vector<const autoloss_trajectory*> pointers;
  for (const autoloss_trajectory& trajectory : trajectories) pointers.push_back(&trajectory);
  const autoloss_batch batch{sizeof(autoloss_batch), static_cast<uint32_t>(pointers.size()), pointers.data(), progress};
  std::vector<autoloss_named_value> values(32);
  autoloss_learn_result result{sizeof(autoloss_learn_result), static_cast<uint32_t>(values.size()), 0, 0,
                               values.data()};
  const InSlot here(site_, "learn");
  check(type_->learn(controller_, &batch, &result, &error_), "learn");

  LearnReport report;
  for (uint32_t index = 0; index < std::min(result.count, result.capacity); ++index)
    report.emplace_back(values[index].name, values[index].value);
  return report;
}

std::vector<double> ControllerInstance::parameters() {
  std::vector<double> values(info_.parameter_count);
  const InSlot here(site_, "get_parameters");
  check(type_->get_parameters(controller_, values.data(), values.size(), &error_), "get_parameters");
  return values;
}

void ControllerInstance::set_parameters(const std::vector<double>& parameters) {
  const InSlot here(site_, "set_parameters");
  check(type_->set_parameters(controller_, parameters.data(), parameters.size(), &error_), "set_parameters");
}

std::string ControllerInstance::save() {
  std::string bytes;
  if (type_->save == nullptr) return bytes;
  const autoloss_writer writer = memory_writer(bytes);
  const InSlot here(site_, "save");
  check(type_->save(controller_, &writer, &error_), "save");
  return bytes;
}

void ControllerInstance::load(const std::string& state) {
  if (type_->load == nullptr) return;
  MemoryReader memory(state);
  const InSlot here(site_, "load");
  const int32_t status = type_->load(controller_, memory.get(), &error_);
  throw_if_crashed(status, error_);
  if (status != AUTOLOSS_OK) throw ConfigError(message_of(*type_, error_, "load"));
}

void ControllerInstance::check(int32_t status, const char* slot) {
  if (status != AUTOLOSS_OK) fail_in(slot, status, *type_, error_);
}

}  // namespace autoloss
