// The controller "softmax_mlp": a perceptron that gives a logit for each action.
#pragma once

#include <autoloss/cpp/controller.hpp>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "plugins/shared/perceptron.hpp"
#include "plugins/shared/policy_learner.hpp"

namespace autoloss::controllers {

// p = softmax(l), l = network(x) / temperature; trained by REINFORCE with Adam (paper, section 3 and 4).
//
// What the trajectories tried decides the gradient of the log probability with respect to l:
//   an action a, drawn or held     1[k = a] - p_k
//   noise z of deviation s on l    (z_k - mean z) / s^2: the policy is then the Gaussian around l, and the action
//                                  follows from it. A shift of all logits alike changes no probability, so the noise's
//                                  mean is no trial: leaving it out keeps the gradient's mean and lowers its variance.
// Acting is thread-safe, the rest is not.
class SoftmaxMlp : public sdk::Controller {
 public:
  static constexpr const char* kId = "softmax_mlp";
  static constexpr const char* kVersion = "0.1.0";
  static constexpr const char* kDescription = "Any number of actions; a perceptron gives the logit of each";
  static constexpr const char* kLicence = "Apache-2.0";
  static constexpr bool kLearns = true;
  static const sdk::ParameterList& parameter_list();

  SoftmaxMlp(const sdk::Host& host, const sdk::Config& config, const sdk::ControllerSpec& spec);

  std::unique_ptr<sdk::Session> open() const override;
  uint32_t logit_count() const override { return static_cast<uint32_t>(network_.widths().back()); }
  sdk::LearnReport learn(const autoloss_batch& batch) override;
  std::span<double> parameters() override { return learner_.parameters(); }
  void save(sdk::Writer& out) const override { learner_.save(out, state_kind_); }
  void load(sdk::Reader& in) override { learner_.load(in, state_kind_); }

  // What the network makes of features: in `workspace`, as Perceptron::forward() leaves it, and l in `logits`.
  void forward(std::span<const double> features, std::span<double> workspace, std::span<double> logits) const;
  const std::vector<std::string>& feature_names() const { return feature_names_; }
  std::size_t workspace_size() const { return network_.workspace_size(); }

 private:
  std::vector<std::string> feature_names_;
  double temperature_;
  Perceptron network_;
  PolicyLearner learner_;
  std::string state_kind_;
};

}  // namespace autoloss::controllers
