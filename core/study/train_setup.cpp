#include "core/study/train_setup.hpp"

#include <algorithm>

namespace autoloss {
namespace {

Exploration::Kind exploration_named(const std::string& name) {
  if (name == "draw") return Exploration::Kind::kDraw;
  if (name == "hold") return Exploration::Kind::kHold;
  if (name == "noise") return Exploration::Kind::kNoise;
  throw ConfigError("train.explore is '" + name + "'; it can be draw, hold or noise");
}

}  // namespace

TrainSetup::TrainSetup(const TrainPlan& plan)
    : plan_(&plan),
      reward_metric_(config().reward.metric.empty() ? plan.shape->primary_metric
                                                    : plan.shape->metric(config().reward.metric)),
      maximize_(plan.shape->metrics[reward_metric_].maximize),
      crossed_(config().reward.split == "crossed"),
      split_(crossed_ ? AUTOLOSS_SPLIT_VALID : split_named(config().reward.split)) {
  check_rows();
  check_controller();
  exploration(0);
}

void TrainSetup::fail(const std::string& breach) const {
  throw ConfigError(method().place, "method '" + method().name + "': " + breach);
}

void TrainSetup::check_rows() const {
  const TaskShape& shape = *plan_->shape;
  const bool known = crossed_
                         ? shape.has_split(AUTOLOSS_SPLIT_VALID_FIRST) && shape.has_split(AUTOLOSS_SPLIT_VALID_SECOND)
                         : shape.has_split(split_);
  if (!known) fail("the task has no data for train.reward.split '" + config().reward.split + "'");
  if (online() && crossed_)
    fail(
        "train.reward.split = \"crossed\" compares kept parameters at the end of an episode; with train.segment it can "
        "be score or valid");
}

void TrainSetup::check_controller() const {
  if (!evolves() && config().trainer != "policy_gradient")
    fail("train.trainer is '" + config().trainer + "'; it can be policy_gradient or evolution");
  if (evolves() && online()) fail("an evolution strategy learns from whole episodes: take train.segment away");
  const auto probe = method_setup().make_controller(0);
  const std::string controller = "controller '" + method().controller.id + "' ";
  if (evolves() && !probe->has_parameters())
    fail(controller + "shows no parameters: an evolution strategy cannot train it");
  if (!evolves() && !probe->learns()) fail(controller + "does not learn: take its [train] table away");
  if (!evolves() && config().explore == "noise" && probe->logit_count() == 0)
    fail(controller + "takes no noise on its logits: train.explore can be hold or draw");
}

Exploration TrainSetup::exploration(double progress) const {
  Exploration exploration;
  exploration.kind = exploration_named(config().explore);
  exploration.steps = static_cast<uint64_t>(config().explore_steps);
  exploration.scale = config().explore_scale;
  exploration.epsilon = config().explore_epsilon + progress * (config().explore_epsilon_end - config().explore_epsilon);
  return exploration;
}

std::vector<Problem> TrainSetup::problems(uint64_t key, int64_t count) const {
  std::vector<Problem> problems;
  for (int64_t index = 0; index < count; ++index)
    problems.push_back(plan_->source(sdk::derive(sdk::derive(key, "problem"), static_cast<uint64_t>(index))));
  return problems;
}

EpisodeJob TrainSetup::job(const Problem& problem, const ControllerInstance& controller, uint64_t group,
                           uint64_t key) const {
  EpisodeJob job;
  job.problem = &problem;
  job.controller = &controller;
  job.schema = &method_setup().schema;
  job.actions = &method_setup().actions;
  job.length = &method().train_episode;
  job.group = group;
  job.task = method().task;
  job.role = AUTOLOSS_ROLE_CONTROLLER;
  job.key = key;
  job.measured_split = split_;
  job.crossed = crossed_;
  return job;
}

std::optional<double> TrainSetup::reward(const EpisodeResult& result) const {
  if (result.diverged) return std::nullopt;
  return reward_of(config().reward, result.measured[reward_metric_], maximize_);
}

}  // namespace autoloss
