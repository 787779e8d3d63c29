// The training of a controller, bound to its task: what both cadences and the evolution strategy share.
#pragma once

#include <optional>
#include <vector>

#include "core/engine/reward.hpp"
#include "core/study/executor.hpp"
#include "core/study/train.hpp"

namespace autoloss {

// Plain values made of a plan, which outlives it.
class TrainSetup {
 public:
  // Throws ConfigError at the method's place: the task lacks the rows to be rewarded on; the controller does not learn,
  // has no parameters for an evolution, or cannot do what the table asks for.
  explicit TrainSetup(const TrainPlan& plan);

  const TrainPlan& plan() const { return *plan_; }
  const MethodSetup& method_setup() const { return *plan_->setup; }
  const Method& method() const { return *plan_->setup->method; }
  const TrainConfig& config() const { return *method().train; }
  bool evolves() const { return config().trainer == "evolution"; }
  bool online() const { return config().segment > 0; }
  bool crossed() const { return crossed_; }
  uint32_t split() const { return split_; }  // that rewards are measured on
  std::size_t reward_metric() const { return reward_metric_; }
  bool maximize() const { return maximize_; }

  // How to explore at this share of the training.
  Exploration exploration(double progress) const;

  std::vector<Problem> problems(uint64_t key, int64_t count) const;
  // An episode of the problem as training runs it, without exploration.
  EpisodeJob job(const Problem& problem, const ControllerInstance& controller, uint64_t group, uint64_t key) const;
  // Of a whole episode; nothing when it diverged.
  std::optional<double> reward(const EpisodeResult& result) const;

 private:
  void check_rows() const;
  void check_controller() const;
  [[noreturn]] void fail(const std::string& breach) const;

  const TrainPlan* plan_;
  std::size_t reward_metric_;
  bool maximize_;
  bool crossed_;
  uint32_t split_;
};

}  // namespace autoloss
