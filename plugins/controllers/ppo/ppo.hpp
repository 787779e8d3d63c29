// The controllers "ppo", "ppo_paper" and "ppo_release": an actor that picks actions and a critic that expects rewards.
#pragma once

#include <algorithm>
#include <autoloss/cpp/controller.hpp>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "plugins/controllers/ppo/replay_buffer.hpp"
#include "plugins/controllers/ppo/settings.hpp"
#include "plugins/shared/adam.hpp"
#include "plugins/shared/network_settings.hpp"
#include "plugins/shared/perceptron.hpp"

namespace autoloss::controllers {

// Proximal policy optimization (Schulman et al.: Proximal policy optimization algorithms. 2017; paper, section 4 and
// appendix A.3). p = softmax(actor(x)), V = critic(x). An update raises, over a minibatch of decisions,
//   mean of min(r A, clip(r, 1 - c, 1 + c) A) + bonus * entropy - weight * (V - target)^2 / 2,   r = p(a) / p_then(a)
// by one step of Adam, whose gradient covers both networks. What a decision is worth: returns.hpp.
//
// Two policies, as in the paper: the one that learns, and the one that acts, which becomes the former every so many
// updates. parameters() are the actor's that acts; set from outside they are what learning goes on from, unless updates
// have been made since the two were last equal.
// Acting is thread-safe, the rest is not.
class Ppo : public sdk::Controller {
 public:
  Ppo(const sdk::Config& config, const sdk::ControllerSpec& spec);

  std::unique_ptr<sdk::Session> open() const override;
  sdk::LearnReport learn(const autoloss_batch& batch) override;
  std::span<double> parameters() override { return now_.acting; }
  void save(sdk::Writer& out) const override;
  void load(sdk::Reader& in) override;

  // Logits of the policy that acts, and the critic's value; workspace: of workspace_size() numbers.
  void logits(std::span<const double> features, std::span<double> workspace, std::span<double> logits) const;
  double value(std::span<const double> features, std::span<double> workspace) const;
  const std::vector<std::string>& feature_names() const { return feature_names_; }
  std::size_t workspace_size() const { return std::max(actor_.workspace_size(), critic_.workspace_size()); }

 private:
  // What learning changes, beside the buffer.
  struct State {
    std::vector<double> weights;  // of the actor, then of the critic
    std::vector<double> acting;   // weights of the actor that acts
    Adam adam;
    uint64_t lag = 0;  // updates since `acting` was made equal to `weights`
  };
  class Minibatches;
  struct Intake;
  struct Statistics;

  std::size_t action_count() const { return actor_.widths().back(); }
  std::span<const double> critic_weights(const State& state) const {
    return std::span<const double>(state.weights).subspan(actor_.parameter_count());
  }
  Intake take_in(const autoloss_batch& batch);
  Statistics improve(State& state, double progress) const;
  Statistics add_gradient(const State& state, std::span<const std::size_t> minibatch, std::span<double> gradient) const;
  double log_probability_now(std::span<const double> features, uint32_t action) const;

  std::vector<std::string> feature_names_;
  PpoSettings settings_;
  Perceptron actor_, critic_;
  std::string state_kind_;
  ReplayBuffer buffer_;
  State now_;
  uint64_t key_;  // of the stream that shuffles
  uint64_t batches_ = 0;
};

// A component for each set of defaults: Preset has kId, kDescription and parameter_list().
template <class Preset>
class PpoWith : public Ppo {
 public:
  static constexpr const char* kId = Preset::kId;
  static constexpr const char* kVersion = "0.1.0";
  static constexpr const char* kDescription = Preset::kDescription;
  static constexpr const char* kLicence = "Apache-2.0";
  static constexpr bool kLearns = true;
  static const sdk::ParameterList& parameter_list() { return Preset::parameter_list(); }

  PpoWith(const sdk::Host&, const sdk::Config& config, const sdk::ControllerSpec& spec) : Ppo(config, spec) {}
};

struct ReferencePreset {
  static constexpr const char* kId = "ppo";
  static constexpr const char* kDescription = "Any number of actions; PPO with actor and critic, the usual defaults";
  static const sdk::ParameterList& parameter_list() { return ppo_reference_parameters(); }
};
struct PaperPreset {
  static constexpr const char* kId = "ppo_paper";
  static constexpr const char* kDescription = "PPO with the paper's defaults: a replay buffer, two policies";
  static const sdk::ParameterList& parameter_list() { return ppo_paper_parameters(); }
};
struct ReleasePreset {
  static constexpr const char* kId = "ppo_release";
  static constexpr const char* kDescription = "PPO with the defaults of the paper's published code";
  static const sdk::ParameterList& parameter_list() { return ppo_release_parameters(); }
};

using PpoReference = PpoWith<ReferencePreset>;
using PpoPaper = PpoWith<PaperPreset>;
using PpoRelease = PpoWith<ReleasePreset>;

}  // namespace autoloss::controllers
