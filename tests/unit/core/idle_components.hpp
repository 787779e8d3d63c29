// A task and a controller for tests of the engine: small enough to work out by hand.
#pragma once

#include <algorithm>
#include <autoloss/cpp/plugin.hpp>
#include <cmath>
#include <memory>
#include <vector>

#include "core/plugin/controller_instance.hpp"
#include "core/plugin/task_instance.hpp"

namespace autoloss::test {

// One parameter x, which starts at `start`. Action "down" takes 1 from it, action "up" adds 1; action "both" is joint
// and leaves it. The loss of "down" is x^2, that of "up" is |x|. Validation metric "square" is x^2, "far" is (x-3)^2;
// the score split measures half of each, the test split a quarter. With `breaks_at` >= 0 the step of that number
// diverges. Signal "x" is x.
class NumberTask : public sdk::Task {
 public:
  static constexpr const char* kId = "number";
  static constexpr const char* kVersion = "1.0.0";
  static constexpr const char* kDescription = "moves a number";
  static constexpr const char* kLicence = "Apache-2.0";
  static const sdk::ParameterList& parameters() {
    static const sdk::ParameterList list =
        sdk::ParameterList{}
            .number("start", 5, -1000, 1000, "", "where the number begins")
            .integer("breaks_at", -1, -1, 1000000, "steps", "the step that diverges");
    return list;
  }
  NumberTask(const sdk::Host&, const sdk::Config& config) { read(config); }

  sdk::TaskInfo info() const override {
    sdk::TaskInfo info;
    info.actions = {{"down", "x", "x less 1", 0, 2, false},
                    {"up", "x", "x plus 1", 1, 2, false},
                    {"both", "x", "stays", AUTOLOSS_NONE, 2, true}};
    info.losses = {{"square", ""}, {"size", ""}};
    info.metrics = {{"square", "", "", AUTOLOSS_MINIMIZE, 0}, {"far", "", "", AUTOLOSS_MINIMIZE, AUTOLOSS_NONE}};
    info.signals = {{"x", ""}};
    for (uint32_t split = 0; split <= AUTOLOSS_SPLIT_VALID_SECOND; ++split) info.splits |= AUTOLOSS_SPLIT_BIT(split);
    return info;
  }
  void begin(const sdk::Episode& episode) override {
    read(episode.config);
    x_ = start_;
    steps_ = 0;
  }
  sdk::StepResult step(uint32_t action) override {
    const sdk::StepResult result = probe(action);
    if (steps_++ == breaks_at_) return {std::nan(""), std::nan(""), 1, true};
    if (action < 2) x_ += action == 0 ? -1 : 1;
    return result;
  }
  sdk::StepResult probe(uint32_t action) override {
    if (action == 0) return {x_ * x_, 2 * std::abs(x_), 1, false};
    return {std::abs(x_), 1, 0, false};
  }
  void measure(uint32_t split, std::span<double> values) override {
    const double scale = split == AUTOLOSS_SPLIT_SCORE ? 0.5 : split == AUTOLOSS_SPLIT_TEST ? 0.25 : 1;
    const double shift = split == AUTOLOSS_SPLIT_VALID_FIRST ? 1 : split == AUTOLOSS_SPLIT_VALID_SECOND ? -1 : 0;
    values[0] = scale * (x_ + shift) * (x_ + shift);
    values[1] = scale * (x_ - 3) * (x_ - 3);
  }
  void keep(uint32_t slot) override { kept_[slot] = x_; }
  void recall(uint32_t slot) override { x_ = kept_[slot]; }
  void save(sdk::Writer& writer) const override {
    writer.value(x_);
    writer.value(steps_);
    for (const double kept : kept_) writer.value(kept);
  }
  void load(sdk::Reader& reader) override {
    x_ = reader.value<double>();
    steps_ = reader.value<int64_t>();
    for (double& kept : kept_) kept = reader.value<double>();
  }
  void signals(std::span<double> values) const override { values[0] = x_; }

 private:
  void read(const sdk::Config& config) {
    start_ = config.number("start");
    breaks_at_ = config.integer("breaks_at");
  }
  double start_ = 0, x_ = 0;
  int64_t breaks_at_ = -1, steps_ = 0;
  double kept_[AUTOLOSS_KEEP_SLOTS] = {};
};

// p(action 1) = sigmoid(weight); learns by one step of REINFORCE with learning rate 1.
class CoinController : public sdk::Controller {
 public:
  static constexpr const char* kId = "coin";
  static constexpr const char* kVersion = "1.0.0";
  static constexpr const char* kDescription = "tosses a coin";
  static constexpr const char* kLicence = "Apache-2.0";
  static constexpr bool kLearns = true;
  static const sdk::ParameterList& parameter_list() {
    static const sdk::ParameterList list = sdk::ParameterList{}.number("logit", 0, -100, 100, "", "where it begins");
    return list;
  }
  CoinController(const sdk::Host&, const sdk::Config& config, const sdk::ControllerSpec&)
      : weight_{config.number("logit")} {}

  class Toss : public sdk::Session {
   public:
    explicit Toss(const CoinController& coin) : coin_(coin) {}
    uint32_t act(const sdk::Observation& observation, std::span<double> probabilities) override {
      const double noise = observation.logit_noise != nullptr ? observation.logit_noise[0] : 0;
      const double p = 1 / (1 + std::exp(-(coin_.weight_[0] + noise)));
      probabilities[0] = 1 - p;
      if (probabilities.size() > 1) probabilities[1] = p;
      return sdk::pick(probabilities, observation.uniform);
    }

   private:
    const CoinController& coin_;
  };
  std::unique_ptr<sdk::Session> open() const override { return std::make_unique<Toss>(*this); }
  uint32_t logit_count() const override { return 1; }
  sdk::LearnReport learn(const autoloss_batch& batch) override {
    const double p = 1 / (1 + std::exp(-weight_[0]));
    double gradient = 0;
    for (uint32_t row = 0; row < batch.trajectory_count; ++row) {
      const autoloss_trajectory& trajectory = *batch.trajectories[row];
      for (uint64_t index = 0; index < trajectory.decision_count; ++index)
        gradient +=
            trajectory.advantage * (trajectory.actions[index] - p) / static_cast<double>(trajectory.decision_count);
    }
    weight_[0] += gradient / batch.trajectory_count;
    return {{"gradient", gradient}};
  }
  std::span<double> parameters() override { return weight_; }
  void save(sdk::Writer& writer) const override { writer.values(weight_); }
  void load(sdk::Reader& reader) override { weight_ = reader.values<double>(1); }

 private:
  std::vector<double> weight_;
};

inline Component<autoloss_task_type> number_task() {
  return {sdk::TaskComponent<NumberTask>::type(), nullptr};
}
inline Component<autoloss_controller_type> coin_controller() {
  return {sdk::ControllerComponent<CoinController>::type(), nullptr};
}
inline ValueMap number_values(double start = 5, int64_t breaks_at = -1) {
  return {{"start", start}, {"breaks_at", breaks_at}};
}

}  // namespace autoloss::test
