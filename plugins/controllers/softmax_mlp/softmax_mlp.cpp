#include "plugins/controllers/softmax_mlp/softmax_mlp.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "plugins/shared/network_settings.hpp"
#include "plugins/shared/policy_inputs.hpp"
#include "plugins/shared/softmax.hpp"

namespace autoloss::controllers {
namespace {

class SoftmaxSession : public sdk::Session {
 public:
  explicit SoftmaxSession(const SoftmaxMlp& policy) : policy_(policy), workspace_(policy.workspace_size()) {}

  uint32_t act(const sdk::Observation& observation, std::span<double> probabilities) override {
    require_finite(observation.features, policy_.feature_names());
    policy_.forward(observation.features, workspace_, probabilities);
    if (observation.logit_noise != nullptr)
      for (std::size_t action = 0; action < probabilities.size(); ++action)
        probabilities[action] += observation.logit_noise[action];
    softmax(probabilities);
    if (!std::isfinite(probabilities[0])) [[unlikely]]
      throw sdk::Error(AUTOLOSS_INVALID_ARGUMENT, "a logit is not finite: parameters or features are too large");
    return sdk::pick(probabilities, observation.uniform);
  }

 private:
  const SoftmaxMlp& policy_;
  std::vector<double> workspace_;
};

// none: leaves them as they are.
void set_biases(std::span<double> of_actions, const std::vector<double>& biases) {
  if (!biases.empty() && biases.size() != of_actions.size())
    throw sdk::Error(AUTOLOSS_INVALID_ARGUMENT, "initial_biases has " + std::to_string(biases.size()) +
                                                    " numbers; it needs one for each of the " +
                                                    std::to_string(of_actions.size()) + " actions, or none");
  std::copy(biases.begin(), biases.end(), of_actions.begin());
}

}  // namespace

const sdk::ParameterList& SoftmaxMlp::parameter_list() {
  static const sdk::ParameterList list = add_learning(
      add_adam(add_network(sdk::ParameterList{}, 16, "relu")
                   .number("temperature", 1, 1e-3, 1e3, "", "what the network's outputs are divided by to give logits")
                   .number("output_scale", 1, 0, 1e3, "",
                           "factor of the last layer's initial weights; 0: every action starts equally probable")
                   .numbers("initial_biases", {}, -1e3, 1e3, "",
                            "of the network's outputs, one for each action, that learning starts from; none: zeros"),
               {.learning_rate = 1e-3, .learning_rate_end = 0.1, .beta1 = 0.9, .beta2 = 0.999, .epsilon = 1e-8}));
  return list;
}

SoftmaxMlp::SoftmaxMlp(const sdk::Host&, const sdk::Config& config, const sdk::ControllerSpec& spec)
    : feature_names_(spec.features),
      temperature_(config.number("temperature")),
      network_(make_network(network_settings(config), spec.features.size(), spec.actions.size())),
      learner_(adam_settings(config), learning_settings(config), network_.parameter_count()),
      state_kind_(state_kind("softmax_mlp/1", network_, network_settings(config))) {
  network_.initialise(learner_.parameters(), spec.seed, config.number("output_scale"));
  set_biases(learner_.parameters().last(spec.actions.size()), config.numbers("initial_biases"));
}

std::unique_ptr<sdk::Session> SoftmaxMlp::open() const {
  return std::make_unique<SoftmaxSession>(*this);
}

void SoftmaxMlp::forward(std::span<const double> features, std::span<double> workspace,
                         std::span<double> logits) const {
  const std::span<const double> outputs = network_.forward(learner_.parameters(), features, workspace);
  for (std::size_t action = 0; action < logits.size(); ++action) logits[action] = outputs[action] / temperature_;
}

sdk::LearnReport SoftmaxMlp::learn(const autoloss_batch& batch) {
  const std::size_t actions = logit_count();
  std::vector<double> workspace(workspace_size());
  std::vector<double> p(actions);
  std::vector<double> slope(actions);  // of the objective, in the network's outputs

  const auto add = [&](const Decision& decision, double entropy_bonus, std::span<double> gradient) {
    forward(decision.features, workspace, p);
    softmax(p);
    const double uncertainty = entropy(p);
    double mean_noise = 0;
    for (const double noise : decision.noise) mean_noise += noise / static_cast<double>(actions);
    for (std::size_t action = 0; action < actions; ++action) {
      const double of_log_probability = decision.noise.empty()
                                            ? (action == decision.action ? 1 : 0) - p[action]
                                            : (decision.noise[action] - mean_noise) / decision.noise_variance;
      slope[action] = (decision.credit * of_log_probability +
                       decision.share * entropy_bonus * slope_of_entropy(p[action], uncertainty)) /
                      temperature_;
    }
    network_.backward(learner_.parameters(), decision.features, workspace, slope, gradient);
    return uncertainty;
  };
  return learner_.learn(batch, {feature_names_.size(), actions, actions}, add);
}

}  // namespace autoloss::controllers
