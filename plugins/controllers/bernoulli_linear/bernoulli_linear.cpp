#include "plugins/controllers/bernoulli_linear/bernoulli_linear.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "plugins/shared/policy_inputs.hpp"

namespace autoloss::controllers {
namespace {

double sigmoid(double logit) {
  return 1 / (1 + std::exp(-logit));
}

// Of a coin with this logit, in nats.
double entropy_of(double logit) {
  const double size = std::abs(logit);
  return std::log1p(std::exp(-size)) + size * sigmoid(-size);
}

}  // namespace

const sdk::ParameterList& BernoulliLinear::parameter_list() {
  static const sdk::ParameterList list = add_learning(add_adam(
      sdk::ParameterList{}
          .number("base_logit", 0, -1e3, 1e3, "", "logit of the second action where all learned parameters are 0")
          .number("initial_bias", 0, -1e3, 1e3, "", "bias that learning starts from")
          .numbers("initial_weights", {}, -1e3, 1e3, "", "weights that learning starts from; none: zeros")
          .number("logit_clip", 0, 0, 1e3, "", "the logit stays within plus and minus this; 0: anywhere"),
      {.learning_rate = 0.1, .learning_rate_end = 0.1, .beta1 = 0.9, .beta2 = 0.99, .epsilon = 1e-8}));
  return list;
}

BernoulliLinear::BernoulliLinear(const sdk::Host&, const sdk::Config& config, const sdk::ControllerSpec& spec)
    : feature_names_(spec.features),
      action_count_(spec.actions.size()),
      base_logit_(config.number("base_logit")),
      logit_clip_(config.number("logit_clip") > 0 ? config.number("logit_clip")
                                                  : std::numeric_limits<double>::infinity()),
      learner_(adam_settings(config), learning_settings(config), spec.features.size() + 1) {
  require_two_actions_at_most(spec, "use softmax_mlp for more");
  const std::vector<double> weights = config.numbers("initial_weights");
  if (!weights.empty() && weights.size() != feature_names_.size())
    throw sdk::Error(AUTOLOSS_INVALID_ARGUMENT, "initial_weights has " + std::to_string(weights.size()) +
                                                    " numbers; it needs one for each of the " +
                                                    std::to_string(feature_names_.size()) + " features (" +
                                                    listed(feature_names_) + "), or none");
  std::copy(weights.begin(), weights.end(), learner_.parameters().begin());
  learner_.parameters().back() = config.number("initial_bias");
}

double BernoulliLinear::logit(std::span<const double> features) const {
  const std::span<const double> parameters = learner_.parameters();
  double sum = base_logit_ + parameters.back();
  for (std::size_t index = 0; index < features.size(); ++index) sum += parameters[index] * features[index];
  return std::clamp(sum, -logit_clip_, logit_clip_);
}

uint32_t BernoulliLinear::act(const sdk::Observation& observation, std::span<double> probabilities) const {
  require_finite(observation.features, feature_names_);
  if (action_count_ == 1) {
    probabilities[0] = 1;
    return 0;
  }
  const double noise = observation.logit_noise == nullptr ? 0 : observation.logit_noise[0];
  const double noisy = logit(observation.features) + noise;
  if (!std::isfinite(noisy)) [[unlikely]]
    throw sdk::Error(AUTOLOSS_INVALID_ARGUMENT, "the logit is not finite: parameters or features are too large");
  probabilities[1] = sigmoid(noisy);
  probabilities[0] = 1 - probabilities[1];
  return sdk::pick(probabilities, observation.uniform);
}

sdk::LearnReport BernoulliLinear::learn(const autoloss_batch& batch) {
  return learner_.learn(batch, {feature_names_.size(), action_count_, logit_count()},
                        [this](const Decision& decision, double entropy_bonus, std::span<double> gradient) {
                          return action_count_ == 1 ? 0 : add_gradient(decision, entropy_bonus, gradient);
                        });
}

double BernoulliLinear::add_gradient(const Decision& decision, double entropy_bonus, std::span<double> gradient) const {
  const double l = logit(decision.features);
  const double p = sigmoid(l);
  const double of_log_probability =
      decision.noise.empty() ? static_cast<double>(decision.action) - p : decision.noise[0] / decision.noise_variance;
  const double of_entropy = -l * p * (1 - p);
  const double slope = decision.credit * of_log_probability + decision.share * entropy_bonus * of_entropy;

  const bool pushes_out = (l >= logit_clip_ && slope > 0) || (l <= -logit_clip_ && slope < 0);
  if (!pushes_out) {
    for (std::size_t index = 0; index < decision.features.size(); ++index)
      gradient[index] += slope * decision.features[index];
    gradient.back() += slope;
  }
  return entropy_of(l);
}

}  // namespace autoloss::controllers
