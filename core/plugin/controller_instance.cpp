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

}  // namespace

ControllerSession::ControllerSession(const ControllerInstance& controller)
    : type_(controller.type_), action_count_(controller.actions_.size()), probabilities_(action_count_) {
  error_.struct_size = sizeof(error_);
  decision_.struct_size = sizeof(decision_);
  decision_.probabilities = probabilities_.data();
  if (type_->open(controller.controller_, &session_, &error_) != AUTOLOSS_OK)
    throw RunError(message_of(*type_, error_, "open"));
}

ControllerSession::~ControllerSession() {
  type_->close(session_);
}

std::string ControllerSession::save() {
  std::string memory;
  if (type_->save_session != nullptr) {
    const autoloss_writer writer = memory_writer(memory);
    if (type_->save_session(session_, &writer, &error_) != AUTOLOSS_OK)
      throw RunError(message_of(*type_, error_, "save_session"));
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
  if (type_->load_session(session_, reader.get(), &error_) != AUTOLOSS_OK)
    throw RunError(message_of(*type_, error_, "load_session"));
}

void ControllerSession::fail(int32_t status) const {
  if (status == AUTOLOSS_OK)
    throw PluginError(std::string("controller '") + type_->id + "' picked action " + std::to_string(decision_.action) +
                      " of " + std::to_string(probabilities_.size()));
  throw RunError(message_of(*type_, error_, "act"));
}

ControllerInstance::ControllerInstance(const Component<autoloss_controller_type>& component, const ValueMap& values,
                                       std::vector<std::string> features, std::vector<std::string> actions,
                                       uint64_t seed, const autoloss_host* host)
    : type_(component.type), features_(std::move(features)), actions_(std::move(actions)) {
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
  if (type_->create(host, config.get(), &spec, &controller_, &error_) != AUTOLOSS_OK)
    throw ConfigError(message_of(*type_, error_, "create"));
  info_.struct_size = sizeof(info_);
  const int32_t status = type_->describe(controller_, &info_, &error_);
  if (status != AUTOLOSS_OK) {
    type_->destroy(controller_);
    throw RunError(message_of(*type_, error_, "describe"));
  }
}

ControllerInstance::~ControllerInstance() {
  type_->destroy(controller_);
}

LearnReport ControllerInstance::learn(const std::vector<autoloss_trajectory>& trajectories, double progress) {
  std::vector<const autoloss_trajectory*> pointers;
  for (const autoloss_trajectory& trajectory : trajectories) pointers.push_back(&trajectory);
  const autoloss_batch batch{sizeof(autoloss_batch), static_cast<uint32_t>(pointers.size()), pointers.data(), progress};
  std::vector<autoloss_named_value> values(32);
  autoloss_learn_result result{sizeof(autoloss_learn_result), static_cast<uint32_t>(values.size()), 0, 0,
                               values.data()};
  check(type_->learn(controller_, &batch, &result, &error_), "learn");

  LearnReport report;
  for (uint32_t index = 0; index < std::min(result.count, result.capacity); ++index)
    report.emplace_back(values[index].name, values[index].value);
  return report;
}

std::vector<double> ControllerInstance::parameters() {
  std::vector<double> values(info_.parameter_count);
  check(type_->get_parameters(controller_, values.data(), values.size(), &error_), "get_parameters");
  return values;
}

void ControllerInstance::set_parameters(const std::vector<double>& parameters) {
  check(type_->set_parameters(controller_, parameters.data(), parameters.size(), &error_), "set_parameters");
}

std::string ControllerInstance::save() {
  std::string bytes;
  if (type_->save == nullptr) return bytes;
  const autoloss_writer writer = memory_writer(bytes);
  check(type_->save(controller_, &writer, &error_), "save");
  return bytes;
}

void ControllerInstance::load(const std::string& state) {
  if (type_->load == nullptr) return;
  MemoryReader memory(state);
  if (type_->load(controller_, memory.get(), &error_) != AUTOLOSS_OK)
    throw ConfigError(message_of(*type_, error_, "load"));
}

void ControllerInstance::check(int32_t status, const char* slot) {
  if (status != AUTOLOSS_OK) throw RunError(message_of(*type_, error_, slot));
}

}  // namespace autoloss
