#include "core/study/train.hpp"

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/engine/reward.hpp"
#include "core/study/evolution.hpp"

namespace autoloss {
namespace {

using Json = nlohmann::ordered_json;

Exploration exploration_of(const TrainConfig& config) {
  Exploration exploration;
  if (config.explore == "draw")
    exploration.kind = Exploration::Kind::kDraw;
  else if (config.explore == "hold")
    exploration.kind = Exploration::Kind::kHold;
  else if (config.explore == "noise")
    exploration.kind = Exploration::Kind::kNoise;
  else
    throw ConfigError("train.explore is '" + config.explore + "'; it can be draw, hold or noise");
  exploration.steps = static_cast<uint64_t>(config.explore_steps);
  exploration.scale = config.explore_scale;
  return exploration;
}

// Numbers that JSON cannot hold are written as null.
Json number(double value) {
  return std::isfinite(value) ? Json(value) : Json(nullptr);
}

double mean_of(std::span<const double> values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

// An update's rollouts: the problems, each with its number of episodes, and how they fared.
struct Rollouts {
  std::vector<Problem> problems;
  std::vector<EpisodeOutcome> outcomes;
  std::vector<std::optional<double>> rewards;  // of each outcome; nothing when it diverged
};

class Training {
 public:
  Training(const TrainPlan& plan, EpisodeRunner& runner, const EventSink& events, Progress* progress)
      : plan_(plan),
        setup_(*plan.setup),
        method_(*plan.setup->method),
        config_(*plan.setup->method->train),
        runner_(runner),
        events_(events),
        progress_(progress),
        reward_metric_(config_.reward.metric.empty() ? plan.shape->primary_metric
                                                     : plan.shape->metric(config_.reward.metric)),
        maximize_(plan.shape->metrics[reward_metric_].maximize) {
    check();
  }

  TrainedController run() {
    best_.score = std::numeric_limits<double>::quiet_NaN();
    for (int64_t start = 0; start < config_.starts; ++start) run_start(start);
    best_.episodes = episodes_;
    best_.steps = steps_;
    best_.batches = batches_;
    best_.diverged = diverged_;
    return best_;
  }

 private:
  bool evolves() const { return config_.trainer == "evolution"; }

  void check() {
    crossed_ = config_.reward.split == "crossed";
    split_ = crossed_ ? AUTOLOSS_SPLIT_VALID : split_named(config_.reward.split);
    const bool known = crossed_ ? plan_.shape->has_split(AUTOLOSS_SPLIT_VALID_FIRST) &&
                                      plan_.shape->has_split(AUTOLOSS_SPLIT_VALID_SECOND)
                                : plan_.shape->has_split(split_);
    if (!known)
      throw ConfigError(method_.place, "method '" + method_.name + "': the task has no data for train.reward.split '" +
                                           config_.reward.split + "'");
    if (!evolves() && config_.trainer != "policy_gradient")
      throw ConfigError(method_.place, "method '" + method_.name + "': train.trainer is '" + config_.trainer +
                                           "'; it can be policy_gradient or evolution");
    const auto probe = setup_.make_controller(0);
    if (evolves() ? !probe->has_parameters() : !probe->learns())
      throw ConfigError(method_.place, "method '" + method_.name + "': controller '" + method_.controller.id +
                                           (evolves() ? "' shows no parameters: an evolution strategy cannot train it"
                                                      : "' does not learn: take its [train] table away"));
    exploration_ = exploration_of(config_);
  }

  void run_start(int64_t start) {
    const uint64_t key = sdk::derive(sdk::derive(plan_.key, "start"), static_cast<uint64_t>(start));
    const auto controller = setup_.make_controller(sdk::derive(key, "controller"));
    MovingBaseline baseline(config_.baseline_decay);
    std::vector<double> sum;  // of the parameters, over the updates to average
    const auto first_averaged =
        config_.updates -
        static_cast<int64_t>(std::llround(config_.average_last * static_cast<double>(config_.updates)));

    for (int64_t update = 0; update < config_.updates; ++update) {
      const uint64_t update_key = sdk::derive(sdk::derive(key, "update"), static_cast<uint64_t>(update));
      if (evolves())
        evolve_once(*controller, update_key, start, update);
      else
        learn_once(*controller, baseline, update_key, start, update);
      if (update >= first_averaged && controller->has_parameters()) add(sum, controller->parameters());
      const bool last = update + 1 == config_.updates;
      if (last && !sum.empty()) {
        for (double& value : sum) value /= static_cast<double>(config_.updates - first_averaged);
        controller->set_parameters(sum);
      }
      const bool selects = config_.selection_every > 0 && ((update + 1) % config_.selection_every == 0 || last);
      if (selects)
        select(*controller, start, update + 1);
      else if (last)
        keep(*controller, start, update + 1, std::numeric_limits<double>::quiet_NaN());
    }
    if (config_.updates == 0) keep(*controller, start, 0, std::numeric_limits<double>::quiet_NaN());
  }

  static void add(std::vector<double>& sum, const std::vector<double>& values) {
    sum.resize(values.size(), 0);
    for (std::size_t index = 0; index < values.size(); ++index) sum[index] += values[index];
  }

  EpisodeJob rollout_job(const Problem& problem, const ControllerInstance& controller, uint64_t group, uint64_t key) {
    EpisodeJob job;
    job.problem = &problem;
    job.controller = &controller;
    job.schema = &setup_.schema;
    job.actions = &setup_.actions;
    job.length = &method_.train_episode;
    job.group = group;
    job.task = method_.task;
    job.role = AUTOLOSS_ROLE_CONTROLLER;
    job.key = key;
    job.measured_split = split_;
    job.crossed = crossed_;
    return job;
  }

  // Runs the jobs and takes note of what they cost and how they are rewarded.
  void finish(Rollouts& rollouts, std::span<const EpisodeJob> jobs) {
    rollouts.outcomes = runner_.run(jobs);
    for (const EpisodeOutcome& outcome : rollouts.outcomes) {
      count(outcome.result);
      rollouts.rewards.push_back(outcome.result.diverged
                                     ? std::nullopt
                                     : reward_of(config_.reward, outcome.result.measured[reward_metric_], maximize_));
    }
  }

  void count(const EpisodeResult& result) {
    ++episodes_;
    steps_ += result.steps;
    batches_ += result.batches;
    diverged_ += result.diverged ? 1 : 0;
  }

  std::vector<Problem> draw_problems(uint64_t key, int64_t number_of_problems) {
    std::vector<Problem> problems;
    for (int64_t index = 0; index < number_of_problems; ++index)
      problems.push_back(plan_.source(sdk::derive(sdk::derive(key, "problem"), static_cast<uint64_t>(index))));
    return problems;
  }

  void learn_once(ControllerInstance& controller, MovingBaseline& baseline, uint64_t key, int64_t start,
                  int64_t update) {
    Rollouts rollouts;
    rollouts.problems = draw_problems(key, config_.data_sets);
    std::vector<EpisodeJob> jobs;
    for (std::size_t group = 0; group < rollouts.problems.size(); ++group) {
      for (int64_t index = 0; index < config_.rollouts; ++index) {
        EpisodeJob job = rollout_job(rollouts.problems[group], controller, group,
                                     sdk::derive(sdk::derive(key, "rollout"), jobs.size()));
        job.exploration = exploration_;
        job.keep_trajectory = true;
        job.history = config_.reward.shaping > 0;
        jobs.push_back(job);
      }
    }
    finish(rollouts, jobs);
    const std::vector<double> credit =
        advantages(config_, rollouts.rewards, static_cast<std::size_t>(config_.rollouts), baseline);
    const double progress = static_cast<double>(update) / static_cast<double>(config_.updates);
    const LearnReport report = learn(controller, rollouts, credit, progress);
    note_update(rollouts, report, start, update);
    if (progress_ != nullptr) progress_->advance(1);
  }

  LearnReport learn(ControllerInstance& controller, const Rollouts& rollouts, const std::vector<double>& credit,
                    double progress) {
    std::vector<autoloss_trajectory> rows;
    std::vector<std::vector<double>> credits(rollouts.outcomes.size());  // of each decision, where shaping is on
    for (std::size_t index = 0; index < rollouts.outcomes.size(); ++index) {
      const EpisodeOutcome& outcome = rollouts.outcomes[index];
      const Trajectory& trajectory = outcome.trajectory;
      if (trajectory.actions.empty()) continue;
      autoloss_trajectory row{};
      row.struct_size = sizeof(row);
      row.flags = AUTOLOSS_TRAJECTORY_TERMINATED;
      row.decision_count = trajectory.actions.size();
      row.group = index / static_cast<std::size_t>(config_.rollouts);
      row.features = trajectory.features.data();
      row.actions = trajectory.actions.data();
      row.probabilities = trajectory.probabilities.data();
      row.values = trajectory.values.data();
      row.noise = trajectory.noise.empty() ? nullptr : trajectory.noise.data();
      row.noise_scale = trajectory.noise_scale;
      row.episode_return = rollouts.rewards[index].value_or(config_.reward.least);
      row.advantage = credit[index];
      if (config_.reward.shaping > 0) {
        credits[index] = shaped(outcome, credit[index]);
        row.advantages = credits[index].data();
      }
      rows.push_back(row);
    }
    return controller.learn(rows, progress);
  }

  // Each decision is credited with the episode's advantage and the shaping reward of the validation that followed it.
  std::vector<double> shaped(const EpisodeOutcome& outcome, double advantage) {
    const std::vector<double> rewards = shaping_rewards(outcome.result.valid_history, config_.reward, maximize_);
    std::vector<double> result;
    for (const uint64_t step : outcome.trajectory.starts) {
      const auto validation =
          static_cast<std::size_t>(step) / static_cast<std::size_t>(method_.train_episode.validate_every);
      result.push_back(advantage + (validation < rewards.size() ? rewards[validation] : 0));
    }
    return result;
  }

  void evolve_once(ControllerInstance& controller, uint64_t key, int64_t start, int64_t update) {
    std::vector<double> parameters = controller.parameters();
    const auto pairs = static_cast<std::size_t>(std::max<int64_t>(config_.rollouts / 2, 1));
    Rollouts rollouts;
    rollouts.problems = draw_problems(key, config_.data_sets);

    std::vector<Perturbation> tried;
    std::vector<std::unique_ptr<ControllerInstance>> controllers;
    std::vector<EpisodeJob> jobs;
    for (std::size_t group = 0; group < rollouts.problems.size(); ++group) {
      for (Perturbation& perturbation :
           perturbations(pairs, parameters.size(), sdk::derive(sdk::derive(key, "perturbation"), group))) {
        controllers.push_back(setup_.make_controller(0));
        controllers.back()->load(controller.save());
        controllers.back()->set_parameters(perturbed(parameters, perturbation, config_.evolution_scale));
        // The two of a pair draw alike, so that they differ by the perturbation alone.
        jobs.push_back(rollout_job(rollouts.problems[group], *controllers.back(), group,
                                   sdk::derive(sdk::derive(key, "rollout"), tried.size() / 2)));
        tried.push_back(std::move(perturbation));
      }
    }
    finish(rollouts, jobs);
    MovingBaseline unused(config_.baseline_decay);
    evolve(parameters, tried, advantages(config_, rollouts.rewards, pairs * 2, unused), config_.evolution_step);
    controller.set_parameters(parameters);
    note_update(rollouts, {}, start, update);
    if (progress_ != nullptr) progress_->advance(1);
  }

  void note_update(const Rollouts& rollouts, const LearnReport& report, int64_t start, int64_t update) {
    std::vector<double> rewards;
    double steps = 0;
    for (std::size_t index = 0; index < rollouts.outcomes.size(); ++index) {
      if (rollouts.rewards[index]) rewards.push_back(*rollouts.rewards[index]);
      steps +=
          static_cast<double>(rollouts.outcomes[index].result.steps) / static_cast<double>(rollouts.outcomes.size());
    }
    double variance = 0;
    const double mean = rewards.empty() ? std::numeric_limits<double>::quiet_NaN() : mean_of(rewards);
    for (const double reward : rewards)
      variance += (reward - mean) * (reward - mean) / static_cast<double>(rewards.size());

    Json event{{"kind", "update"},
               {"method", plan_.name},
               {"start", start},
               {"update", update + 1},
               {"return_mean", number(mean)},
               {"return_sd", number(std::sqrt(variance))},
               {"steps_mean", number(steps)},
               {"diverged", rollouts.outcomes.size() - rewards.size()}};
    for (const auto& [name, value] : report) event[name] = number(value);
    events_(event.dump());
  }

  void select(ControllerInstance& controller, int64_t start, int64_t update) {
    // The same problems for every start and update, so that the best is not the luckiest.
    const std::vector<Problem> problems =
        draw_problems(sdk::derive(plan_.key, "selection"), config_.selection_problems);
    std::vector<EpisodeJob> jobs;
    for (std::size_t index = 0; index < problems.size(); ++index) {
      EpisodeJob job = rollout_job(problems[index], controller, index,
                                   sdk::derive(sdk::derive(plan_.key, "selection draws"), index));
      job.length = &method_.guide_episode;
      job.greedy = method_.greedy;
      if (!crossed_) job.measured_split = plan_.measure.has_score_split ? AUTOLOSS_SPLIT_SCORE : AUTOLOSS_SPLIT_VALID;
      jobs.push_back(job);
    }
    double sum = 0;
    double worst = std::numeric_limits<double>::infinity();
    std::size_t diverged = 0;
    for (const EpisodeOutcome& outcome : runner_.run(jobs)) {
      count(outcome.result);
      const double score = plan_.measure.score(outcome.result.measured);
      if (outcome.result.diverged || !std::isfinite(score)) {
        ++diverged;
        continue;
      }
      sum += score;
      worst = std::min(worst, score);
    }
    // A diverged problem counts as the worst of the others; if all did, the controller is as bad as can be.
    const bool any = diverged < jobs.size();
    const double score = any ? (sum + static_cast<double>(diverged) * worst) / static_cast<double>(jobs.size())
                             : -std::numeric_limits<double>::max();
    keep(controller, start, update, score);
  }

  void keep(ControllerInstance& controller, int64_t start, int64_t update, double score) {
    const bool best = best_.state.empty() || (std::isfinite(score) && !(score <= best_.score));
    Json event{{"kind", "selection"}, {"method", plan_.name},   {"start", start},
               {"update", update},    {"score", number(score)}, {"best", best}};
    if (controller.has_parameters() && controller.parameters().size() <= 64)
      event["parameters"] = controller.parameters();
    events_(event.dump());
    if (!best) return;
    best_.state = controller.save();
    best_.score = score;
    best_.start = start;
    best_.update = update;
    best_.snapshots.push_back({best_.state, steps_, batches_});
  }

  const TrainPlan& plan_;
  const MethodSetup& setup_;
  const Method& method_;
  const TrainConfig& config_;
  EpisodeRunner& runner_;
  const EventSink& events_;
  Progress* progress_;
  std::size_t reward_metric_;
  bool maximize_;
  bool crossed_ = false;
  uint32_t split_ = AUTOLOSS_SPLIT_SCORE;
  Exploration exploration_;
  TrainedController best_;
  uint64_t episodes_ = 0, steps_ = 0, batches_ = 0, diverged_ = 0;
};

}  // namespace

TrainedController train_controller(const TrainPlan& plan, EpisodeRunner& runner, const EventSink& events,
                                   Progress* progress) {
  return Training(plan, runner, events, progress).run();
}

}  // namespace autoloss
