// The controller "bernoulli_linear": a coin whose logit is linear in the features.
#pragma once

#include <autoloss/cpp/controller.hpp>
#include <span>
#include <string>
#include <vector>

#include "plugins/shared/policy_learner.hpp"
#include "plugins/shared/stateless.hpp"

namespace autoloss::controllers {

// p(action 1) = sigmoid(l), l = base + b + w.x clipped to +- clip; trained by REINFORCE with Adam. Parameters: w, then
// b.
//
// What the trajectories tried decides the gradient of the log probability with respect to l:
//   an action a, drawn or held     a - p
//   noise z of deviation s on l    z / s^2: the policy is then the Gaussian around l, and the action follows from it
// Where l is clipped, a gradient that would push it further out is dropped; one that pulls it back counts in full.
// Noise is added after the clip.
//
// With one action it takes that one, and learning changes nothing. Acting is thread-safe, the rest is not.
class BernoulliLinear : public Stateless<BernoulliLinear> {
 public:
  static constexpr const char* kId = "bernoulli_linear";
  static constexpr const char* kVersion = "0.1.0";
  static constexpr const char* kDescription = "Two actions; the logit of the second is linear in the features";
  static constexpr const char* kLicence = "Apache-2.0";
  static constexpr bool kLearns = true;
  static const sdk::ParameterList& parameter_list();

  BernoulliLinear(const sdk::Host& host, const sdk::Config& config, const sdk::ControllerSpec& spec);

  uint32_t act(const sdk::Observation& observation, std::span<double> probabilities) const;
  uint32_t logit_count() const override { return 1; }
  sdk::LearnReport learn(const autoloss_batch& batch) override;
  std::span<double> parameters() override { return learner_.parameters(); }
  void save(sdk::Writer& out) const override { learner_.save(out, kState); }
  void load(sdk::Reader& in) override { learner_.load(in, kState); }

 private:
  static constexpr const char* kState = "bernoulli_linear/1";

  double logit(std::span<const double> features) const;
  double add_gradient(const Decision& decision, double entropy_bonus, std::span<double> gradient) const;

  std::vector<std::string> feature_names_;
  std::size_t action_count_;
  double base_logit_;
  double logit_clip_;  // infinity: none
  PolicyLearner learner_;
};

}  // namespace autoloss::controllers
