// A controller component's instance and its sessions, with statuses turned into exceptions.
#pragma once

#include <autoloss/controller.h>

#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/plugin/call_site.hpp"
#include "core/plugin/registry.hpp"
#include "core/value.hpp"

namespace autoloss {

class ControllerInstance;

// One training that a controller guides. Not thread-safe; different sessions are.
class ControllerSession {
 public:
  explicit ControllerSession(const ControllerInstance& controller);
  ~ControllerSession();
  ControllerSession(const ControllerSession&) = delete;
  ControllerSession& operator=(const ControllerSession&) = delete;

  // Picks an action. logit_noise: as many as the controller's logits, or nullptr.
  uint32_t act(std::span<const double> features, uint64_t step, uint64_t horizon, double uniform,
               const double* logit_noise) {
    const autoloss_observation observation{sizeof(autoloss_observation),
                                           static_cast<uint32_t>(features.size()),
                                           features.data(),
                                           step,
                                           horizon,
                                           uniform,
                                           logit_noise};
    const InSlot here(site_, "act");
    const int32_t status = type_->act(session_, &observation, &decision_, &error_);
    if (status != AUTOLOSS_OK || decision_.action >= probabilities_.size()) [[unlikely]]
      fail(status);
    return decision_.action;
  }
  // Of each action, at the last act().
  std::span<const double> probabilities() const { return probabilities_; }
  double value() const { return decision_.value; }

  // What it remembers of the training, and its last decision.
  std::string save();
  // In a session of a controller of equal parameters. Throws RunError.
  void load(const std::string& state);

 private:
  [[noreturn]] void fail(int32_t status) const;

  const autoloss_controller_type* type_;
  CallSite site_;
  autoloss_controller_session* session_ = nullptr;
  std::size_t action_count_;
  std::vector<double> probabilities_;
  autoloss_decision decision_{};
  autoloss_error error_{};
};

// What learning reported: names and numbers.
using LearnReport = std::vector<std::pair<std::string, double>>;

// Owns an instance. Throws ConfigError where the plugin refuses parameters, features or actions, else RunError.
// PluginCrashed where it lives in another process and that ended: an open session can then only be closed, while the
// instance itself goes on as it was.
// Not thread-safe, but sessions may be opened from several threads.
class ControllerInstance {
 public:
  ControllerInstance(const Component<autoloss_controller_type>& component, const ValueMap& values,
                     std::vector<std::string> features, std::vector<std::string> actions, uint64_t seed,
                     const autoloss_host* host);
  ~ControllerInstance();
  ControllerInstance(const ControllerInstance&) = delete;
  ControllerInstance& operator=(const ControllerInstance&) = delete;

  const std::vector<std::string>& features() const { return features_; }
  const std::vector<std::string>& actions() const { return actions_; }
  std::size_t logit_count() const { return info_.logit_count; }
  bool learns() const { return type_->learn != nullptr; }

  LearnReport learn(const std::vector<autoloss_trajectory>& trajectories, double progress);

  bool has_parameters() const { return type_->get_parameters != nullptr && info_.parameter_count > 0; }
  std::vector<double> parameters();
  void set_parameters(const std::vector<double>& parameters);

  std::string save();
  // Throws ConfigError: the bytes are no state of this controller.
  void load(const std::string& state);

 private:
  friend class ControllerSession;
  void check(int32_t status, const char* slot);
  int32_t create(const Component<autoloss_controller_type>& component, const autoloss_config& config,
                 const autoloss_controller_spec& spec, const autoloss_host* host);

  const autoloss_controller_type* type_;
  CallSite site_;
  std::vector<std::string> features_;
  std::vector<std::string> actions_;
  autoloss_controller* controller_ = nullptr;
  autoloss_controller_info info_{};
  autoloss_error error_{};
};

}  // namespace autoloss
