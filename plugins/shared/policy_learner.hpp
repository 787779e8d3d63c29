// What policies trained by REINFORCE have in common beside their shape: parameters, optimizer, settings, saved state.
#pragma once

#include <autoloss/cpp/controller.hpp>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "plugins/shared/adam.hpp"
#include "plugins/shared/decisions.hpp"
#include "plugins/shared/gradient.hpp"
#include "plugins/shared/saved_values.hpp"
#include "plugins/shared/softmax.hpp"

namespace autoloss::controllers {

struct LearningSettings {
  double entropy_bonus = 0;
  bool average_over_steps = false;
  double gradient_clip = 0;  // largest norm of the gradient; 0: any
};

inline sdk::ParameterList&& add_learning(sdk::ParameterList&& list) {
  return add_gradient_clip(
      add_entropy_bonus(std::move(list), 0)
          .boolean("average_over_steps", false,
                   "an episode counts with the mean over its decisions, as in the published code, not with their sum"),
      0);
}

inline LearningSettings learning_settings(const sdk::Config& config) {
  return {config.number("entropy_bonus"), config.boolean("average_over_steps"), config.number("gradient_clip")};
}

// Owns the parameters of a policy and improves them from trajectories. Not thread-safe.
class PolicyLearner {
 public:
  PolicyLearner(const AdamSettings& adam, const LearningSettings& settings, std::size_t parameter_count)
      : settings_(settings), adam_(adam, parameter_count), parameters_(parameter_count, 0) {}

  std::span<const double> parameters() const { return parameters_; }
  std::span<double> parameters() { return parameters_; }

  // One step uphill.
  //   add  called as add(decision, entropy_bonus, gradient): adds credit times the gradient of the log probability and
  //        share times entropy_bonus times the gradient of the entropy, and returns the entropy at the decision.
  // Without a trajectory that counts nothing changes. Throws Error, the parameters as they were, when the gradient is
  // not finite.
  template <class Add>
  sdk::LearnReport learn(const autoloss_batch& batch, const PolicyShape& shape, Add&& add) {
    std::vector<double> gradient(parameters_.size(), 0);
    double entropy = 0;
    const DecisionSummary summary =
        visit_decisions(batch, shape, settings_.average_over_steps, [&](const Decision& decision) {
          entropy += add(decision, settings_.entropy_bonus, std::span<double>(gradient));
        });
    const double norm = clip_norm(gradient, settings_.gradient_clip);
    if (summary.trajectories > 0) adam_.ascend(parameters_, gradient, batch.progress);

    sdk::LearnReport report{{"gradient_norm", norm},  // before it was clipped
                            {"mean_advantage", summary.mean_advantage},
                            {"learning_rate", adam_.learning_rate(batch.progress)},
                            {"skipped", static_cast<double>(summary.skipped)}};
    if (summary.decisions > 0) report.push_back({"entropy", entropy / static_cast<double>(summary.decisions)});
    return report;
  }

  // kind: the policy's name, revision and shape; a state of another kind is refused.
  void save(sdk::Writer& out, const std::string& kind) const {
    out.tag(kind);
    out.values(parameters_);
    adam_.save(out);
  }
  void load(sdk::Reader& in, const std::string& kind) {
    in.tag(kind);
    parameters_ = finite_values(in, parameters_.size(), "a parameter");
    adam_.load(in);
  }

 private:
  LearningSettings settings_;
  Adam adam_;
  std::vector<double> parameters_;
};

}  // namespace autoloss::controllers
