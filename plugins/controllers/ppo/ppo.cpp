#include "plugins/controllers/ppo/ppo.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "plugins/controllers/ppo/returns.hpp"
#include "plugins/shared/decisions.hpp"
#include "plugins/shared/gradient.hpp"
#include "plugins/shared/policy_inputs.hpp"
#include "plugins/shared/softmax.hpp"

namespace autoloss::controllers {
namespace {

class PpoSession : public sdk::Session {
 public:
  explicit PpoSession(const Ppo& controller) : controller_(controller), workspace_(controller.workspace_size()) {}

  uint32_t act(const sdk::Observation& observation, std::span<double> probabilities) override {
    require_finite(observation.features, controller_.feature_names());
    controller_.logits(observation.features, workspace_, probabilities);
    softmax(probabilities);
    value_ = controller_.value(observation.features, workspace_);
    if (!std::isfinite(probabilities[0] + value_)) [[unlikely]]
      throw sdk::Error(AUTOLOSS_INVALID_ARGUMENT,
                       "a logit or the value is not finite: parameters or features are too large");
    return sdk::pick(probabilities, observation.uniform);
  }
  double value() const override { return value_; }

 private:
  const Ppo& controller_;
  std::vector<double> workspace_;
  double value_ = 0;
};

double variance_of(std::span<const double> values) {
  const auto count = static_cast<double>(values.size());
  double mean = 0;
  for (const double value : values) mean += value / count;
  double variance = 0;
  for (const double value : values) variance += (value - mean) * (value - mean) / count;
  return variance;
}

// Share of the returns' variance that the critic foresaw: 1 is all, below 0 is worse than a constant. NaN where the
// returns do not vary.
double explained_variance(std::span<const double> returns, std::span<const double> advantages) {
  const double variance = variance_of(returns);
  return variance > 0 ? 1 - variance_of(advantages) / variance : std::numeric_limits<double>::quiet_NaN();
}

// Derivative of the critic's loss in its value: that of the larger of two, where the value may not move far from what
// it was (clip 0: it may).
struct ValueLoss {
  double loss, slope;
};
ValueLoss value_loss(double value, double before, double target, double clip) {
  const ValueLoss plain{(value - target) * (value - target) / 2, value - target};
  if (clip <= 0 || std::abs(value - before) <= clip) return plain;
  const double near = before + std::copysign(clip, value - before);
  const double loss = (near - target) * (near - target) / 2;
  return loss > plain.loss ? ValueLoss{loss, 0} : plain;
}

// Factor of the gradient of the log probability: nothing is gained from moving a ratio further out than the clip.
double surrogate_slope(double ratio, double advantage, double clip) {
  const bool beyond = advantage > 0 ? ratio > 1 + clip : ratio < 1 - clip;
  return beyond ? 0 : ratio * advantage;
}

}  // namespace

// What a batch brought.
struct Ppo::Intake {
  std::size_t trajectories = 0, skipped = 0;
  std::vector<double> advantages, returns;  // of its decisions
};

// Means over a minibatch; with +=, sums of such means.
struct Ppo::Statistics {
  double policy_loss = 0, value_loss = 0, entropy = 0, kl = 0, clipped = 0, gradient_norm = 0;
  std::size_t updates = 0;

  void operator+=(const Statistics& other) {
    policy_loss += other.policy_loss;
    value_loss += other.value_loss;
    entropy += other.entropy;
    kl += other.kl;
    clipped += other.clipped;
    gradient_norm += other.gradient_norm;
    updates += other.updates;
  }
};

// Indices in random order, some at a time; in another order once all were given.
class Ppo::Minibatches {
 public:
  Minibatches(std::size_t count, std::size_t size, uint64_t key) : order_(count), size_(size), stream_(key) {
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    shuffle();
  }

  std::size_t per_epoch() const { return (order_.size() + size_ - 1) / size_; }
  std::span<const std::size_t> next() {
    if (place_ == order_.size()) shuffle();
    const std::size_t count = std::min(size_, order_.size() - place_);
    place_ += count;
    return std::span<const std::size_t>(order_).subspan(place_ - count, count);
  }

 private:
  void shuffle() {
    for (std::size_t left = order_.size(); left > 1; --left) std::swap(order_[left - 1], order_[stream_.below(left)]);
    place_ = 0;
  }

  std::vector<std::size_t> order_;
  std::size_t size_;
  std::size_t place_ = 0;
  sdk::Stream stream_;
};

Ppo::Ppo(const sdk::Config& config, const sdk::ControllerSpec& spec)
    : feature_names_(spec.features),
      settings_(ppo_settings(config)),
      actor_(make_network(network_settings(config), spec.features.size(), spec.actions.size())),
      critic_(make_network(network_settings(config), spec.features.size(), 1)),
      state_kind_(state_kind("ppo/1", actor_, network_settings(config))),
      buffer_(spec.features.size(), settings_.buffer_size),
      now_{std::vector<double>(actor_.parameter_count() + critic_.parameter_count()),
           {},
           Adam(adam_settings(config), actor_.parameter_count() + critic_.parameter_count())},
      key_(sdk::derive(spec.seed, "minibatches")) {
  const double hidden_gain = std::sqrt(2);
  const std::span<double> weights(now_.weights);
  actor_.initialise_orthogonal(weights.first(actor_.parameter_count()), sdk::derive(spec.seed, "actor"), hidden_gain,
                               config.number("output_scale"));
  critic_.initialise_orthogonal(weights.subspan(actor_.parameter_count()), sdk::derive(spec.seed, "critic"),
                                hidden_gain, 1);
  now_.acting.assign(weights.begin(), weights.begin() + static_cast<std::ptrdiff_t>(actor_.parameter_count()));
}

std::unique_ptr<sdk::Session> Ppo::open() const {
  return std::make_unique<PpoSession>(*this);
}

void Ppo::logits(std::span<const double> features, std::span<double> workspace, std::span<double> logits) const {
  const std::span<const double> outputs =
      actor_.forward(now_.acting, features, workspace.first(actor_.workspace_size()));
  std::copy(outputs.begin(), outputs.end(), logits.begin());
}

double Ppo::value(std::span<const double> features, std::span<double> workspace) const {
  return critic_.forward(critic_weights(now_), features, workspace.first(critic_.workspace_size()))[0];
}

double Ppo::log_probability_now(std::span<const double> features, uint32_t action) const {
  std::vector<double> workspace(workspace_size()), p(action_count());
  logits(features, workspace, p);
  softmax(p);
  return std::log(p[action]);
}

// What the host says of a decision counts; where it says nothing, the networks are asked.
Ppo::Intake Ppo::take_in(const autoloss_batch& batch) {
  const std::size_t feature_count = feature_names_.size();
  Intake intake;
  std::vector<double> workspace(workspace_size());
  for (uint32_t index = 0; index < batch.trajectory_count; ++index)
    check_trajectory(*batch.trajectories[index], {feature_count, action_count(), 0});
  for (uint32_t index = 0; index < batch.trajectory_count; ++index) {
    const autoloss_trajectory& trajectory = *batch.trajectories[index];
    const auto features = [&](uint64_t row) {
      return std::span<const double>(trajectory.features + row * feature_count, feature_count);
    };
    std::vector<double> values;
    for (uint64_t row = 0; row < trajectory.decision_count; ++row)
      values.push_back(trajectory.values != nullptr ? trajectory.values[row] : value(features(row), workspace));
    const Worth worth = worth_of(trajectory, values, settings_.discount, settings_.gae_lambda);
    if (!worth.is_finite()) {
      ++intake.skipped;
      continue;
    }
    ++intake.trajectories;
    for (uint64_t row = 0; row < trajectory.decision_count; ++row) {
      const uint32_t action = trajectory.actions[row];
      const double log_probability = trajectory.probabilities != nullptr
                                         ? std::log(std::clamp(trajectory.probabilities[row], 1e-300, 1.0))
                                         : log_probability_now(features(row), action);
      buffer_.add({features(row), action, log_probability, values[row], worth.advantages[row], worth.returns[row]});
    }
    intake.advantages.insert(intake.advantages.end(), worth.advantages.begin(), worth.advantages.end());
    intake.returns.insert(intake.returns.end(), worth.returns.begin(), worth.returns.end());
  }
  return intake;
}

sdk::LearnReport Ppo::learn(const autoloss_batch& batch) {
  if (settings_.buffer_size == 0) buffer_.clear();
  const Intake intake = take_in(batch);
  Statistics sum;
  if (!intake.returns.empty()) {
    State improved = now_;
    if (improved.lag == 0) std::copy(improved.acting.begin(), improved.acting.end(), improved.weights.begin());
    sum = improve(improved, batch.progress);
    now_ = std::move(improved);
    ++batches_;
  }
  if (settings_.buffer_size == 0) buffer_.clear();

  const auto count = static_cast<double>(sum.updates);
  sdk::LearnReport report{{"updates", count},
                          {"skipped", static_cast<double>(intake.skipped)},
                          {"learning_rate", now_.adam.learning_rate(batch.progress)}};
  if (intake.returns.empty()) return report;
  report.push_back({"explained_variance", explained_variance(intake.returns, intake.advantages)});
  report.push_back({"approx_kl", sum.kl / count});
  report.push_back({"clip_fraction", sum.clipped / count});
  report.push_back({"entropy", sum.entropy / count});
  report.push_back({"policy_loss", sum.policy_loss / count});
  report.push_back({"value_loss", sum.value_loss / count});
  report.push_back({"gradient_norm", sum.gradient_norm / count});  // before it was clipped
  return report;
}

Ppo::Statistics Ppo::improve(State& state, double progress) const {
  Minibatches minibatches(buffer_.size(), settings_.batch_size, sdk::derive(key_, batches_));
  const std::size_t updates = settings_.updates > 0 ? settings_.updates : settings_.epochs * minibatches.per_epoch();
  std::vector<double> gradient(state.weights.size());
  Statistics sum;
  for (std::size_t update = 0; update < updates; ++update) {
    std::fill(gradient.begin(), gradient.end(), 0.0);
    Statistics statistics = add_gradient(state, minibatches.next(), gradient);
    statistics.gradient_norm = clip_norm(gradient, settings_.gradient_clip);
    const bool moved_far = settings_.target_kl > 0 && statistics.kl > settings_.target_kl;
    statistics.updates = 1;
    sum += statistics;
    if (moved_far) break;
    state.adam.ascend(state.weights, gradient, progress);
    if (++state.lag >= settings_.sync_every) {
      std::copy_n(state.weights.begin(), state.acting.size(), state.acting.begin());
      state.lag = 0;
    }
  }
  return sum;
}

Ppo::Statistics Ppo::add_gradient(const State& state, std::span<const std::size_t> minibatch,
                                  std::span<double> gradient) const {
  const auto count = static_cast<double>(minibatch.size());
  double mean = 0;
  double deviation = 1;
  if (settings_.normalize_advantages) {
    std::vector<double> advantages;
    for (const std::size_t index : minibatch) advantages.push_back(buffer_.at(index).advantage);
    for (const double advantage : advantages) mean += advantage / count;
    deviation = std::sqrt(variance_of(advantages)) + 1e-8;
  }

  const std::size_t actor_size = actor_.parameter_count();
  const std::span<const double> actor_weights = std::span<const double>(state.weights).first(actor_size);
  std::vector<double> actor_workspace(actor_.workspace_size()), critic_workspace(critic_.workspace_size());
  std::vector<double> p(action_count()), slope(action_count());
  Statistics statistics;
  for (const std::size_t index : minibatch) {
    const Sample sample = buffer_.at(index);
    const double advantage = (sample.advantage - mean) / deviation;
    const std::span<const double> outputs = actor_.forward(actor_weights, sample.features, actor_workspace);
    std::copy(outputs.begin(), outputs.end(), p.begin());
    softmax(p);
    const double log_ratio = std::log(p[sample.action]) - sample.log_probability;
    const double ratio = std::exp(log_ratio);
    const double uncertainty = entropy(p);
    const double credit = surrogate_slope(ratio, advantage, settings_.clip);
    for (std::size_t action = 0; action < p.size(); ++action)
      slope[action] = (credit * ((action == sample.action ? 1 : 0) - p[action]) +
                       settings_.entropy_bonus * slope_of_entropy(p[action], uncertainty)) /
                      count;
    actor_.backward(actor_weights, sample.features, actor_workspace, slope, gradient.first(actor_size));

    const double value = critic_.forward(critic_weights(state), sample.features, critic_workspace)[0];
    const ValueLoss critic = value_loss(value, sample.value, sample.target, settings_.value_clip);
    const double value_slope = -settings_.value_weight * critic.slope / count;
    critic_.backward(critic_weights(state), sample.features, critic_workspace, {&value_slope, 1},
                     gradient.subspan(actor_size));

    statistics.policy_loss -=
        std::min(ratio * advantage, std::clamp(ratio, 1 - settings_.clip, 1 + settings_.clip) * advantage) / count;
    statistics.value_loss += critic.loss / count;
    statistics.entropy += uncertainty / count;
    statistics.kl += (ratio - 1 - log_ratio) / count;  // Schulman: Approximating KL divergence. 2020
    statistics.clipped += (std::abs(ratio - 1) > settings_.clip ? 1 : 0) / count;
  }
  return statistics;
}

void Ppo::save(sdk::Writer& out) const {
  out.tag(state_kind_);
  out.values(now_.weights);
  out.values(now_.acting);
  now_.adam.save(out);
  out.value(now_.lag);
  out.value(key_);
  out.value(batches_);
  buffer_.save(out);
}

void Ppo::load(sdk::Reader& in) {
  in.tag(state_kind_);
  now_.weights = finite_values(in, now_.weights.size(), "a parameter");
  now_.acting = finite_values(in, now_.acting.size(), "a parameter");
  now_.adam.load(in);
  now_.lag = in.value<uint64_t>();
  key_ = in.value<uint64_t>();
  batches_ = in.value<uint64_t>();
  buffer_.load(in, action_count());
}

}  // namespace autoloss::controllers
