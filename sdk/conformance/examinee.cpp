#include "conformance/examinee.hpp"

#include <dlfcn.h>

#include <stdexcept>

namespace autoloss::conformance {

Examinee::Examinee(std::filesystem::path file, std::string component, const Options& options)
    : file_(std::move(file)), component_(std::move(component)), options_(options) {}

Examinee::EntryPoint Examinee::entry() {
  if (entry_ != nullptr) return entry_;
  const Under under("dlopen");
  void* library = dlopen(std::filesystem::absolute(file_).c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    const char* reason = dlerror();
    throw Breach(std::string("cannot be loaded: ") + (reason != nullptr ? reason : "for no reason given"));
  }
  entry_ = reinterpret_cast<EntryPoint>(dlsym(library, AUTOLOSS_ENTRY_POINT));
  require(entry_ != nullptr, "does not export " AUTOLOSS_ENTRY_POINT);
  return entry_;
}

const autoloss_plugin& Examinee::table() {
  const EntryPoint function = entry();
  const Under under(AUTOLOSS_ENTRY_POINT);
  const autoloss_plugin* table = function();
  require(table != nullptr, AUTOLOSS_ENTRY_POINT "() returns NULL");
  return *table;
}

std::vector<std::unique_ptr<Subject>> Examinee::all_subjects() {
  const autoloss_plugin& plugin = table();
  check_table(plugin);
  std::vector<std::unique_ptr<Subject>> all;
  for (uint32_t index = 0; index < plugin.task_count; ++index) all.push_back(task_subject(*plugin.tasks[index]));
  for (uint32_t index = 0; index < plugin.controller_count; ++index)
    all.push_back(controller_subject(*plugin.controllers[index]));
  return all;
}

const Subject& Examinee::subject() {
  if (subject_ != nullptr) return *subject_;
  for (std::unique_ptr<Subject>& candidate : all_subjects())
    if (candidate->name() == component_) subject_ = std::move(candidate);
  require(subject_ != nullptr, "holds no " + component_);
  return *subject_;
}

bool Examinee::apply(const std::string& setting, const Subject& subject, Configuration& configuration) const {
  const std::size_t equals = setting.find('=');
  if (equals == std::string::npos) throw std::invalid_argument("'" + setting + "': expected KEY=VALUE or ID.KEY=VALUE");
  std::string key = setting.substr(0, equals);
  if (const std::size_t dot = key.find('.'); dot != std::string::npos) {
    if (key.substr(0, dot) != subject.id()) return false;
    key.erase(0, dot + 1);
  }
  return configuration.set(key, setting.substr(equals + 1));
}

Circumstances Examinee::circumstances(uint64_t seed) {
  Configuration configuration(subject().parameters());
  for (const std::string& setting : options_.settings) apply(setting, subject(), configuration);
  return {std::make_shared<TestHost>(), std::move(configuration), {}, seed};
}

std::unique_ptr<Life> Examinee::life(const Circumstances& with) {
  Made made = subject().make(with);
  const char* slot = "create";
  Call call = made.call;
  if (made.life != nullptr) {
    slot = "begin";
    call = made.life->start();
  }
  if (call.ok()) return std::move(made.life);
  const Made usual = subject().make(circumstances());
  if (usual.life == nullptr || !usual.life->start().ok()) throw NotApplicable("no instance can be made and started");
  throw Breach(std::string(slot) + "() fails: " + text_of(call));
}

void Examinee::check_settings() {
  const auto subjects = all_subjects();
  for (const std::string& setting : options_.settings) {
    bool known = false;
    for (const auto& candidate : subjects) {
      Configuration configuration(candidate->parameters());
      known = apply(setting, *candidate, configuration) || known;
    }
    if (!known)
      throw std::invalid_argument("no component of " + file_.filename().string() + " has the parameter '" +
                                  setting.substr(0, setting.find('=')) + "'");
  }
}

}  // namespace autoloss::conformance
