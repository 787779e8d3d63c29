#include "core/study/train.hpp"

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/study/cadence.hpp"
#include "core/study/evolution.hpp"

namespace autoloss {
namespace {

using Json = nlohmann::ordered_json;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

// Numbers that JSON cannot hold are written as null.
Json number(double value) {
  return std::isfinite(value) ? Json(value) : Json(nullptr);
}

double mean_of(std::span<const double> values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

class Training {
 public:
  Training(const TrainPlan& plan, EpisodeRunner& runner, const EventSink& events, Progress* progress)
      : plan_(plan), setup_(plan), config_(setup_.config()), runner_(runner), events_(events), progress_(progress) {}

  TrainedController run() {
    best_.score = kNone;
    for (int64_t start = 0; start < config_.starts; ++start) run_start(start);
    best_.episodes = cost_.episodes;
    best_.steps = cost_.steps;
    best_.batches = cost_.batches;
    best_.diverged = cost_.diverged;
    return best_;
  }

 private:
  void run_start(int64_t start) {
    const uint64_t key = sdk::derive(sdk::derive(plan_.key, "start"), static_cast<uint64_t>(start));
    const auto controller = setup_.method_setup().make_controller(sdk::derive(key, "controller"));
    const std::unique_ptr<Cadence> cadence = setup_.online()
                                                 ? online_cadence(setup_, runner_, sdk::derive(key, "online"))
                                                 : episodic_cadence(setup_, runner_);
    sampler_ = {};
    std::vector<double> sum;  // of the parameters, over the updates to average
    const auto first_averaged =
        config_.updates -
        static_cast<int64_t>(std::llround(config_.average_last * static_cast<double>(config_.updates)));

    for (int64_t update = 0; update < config_.updates; ++update) {
      const uint64_t update_key = sdk::derive(sdk::derive(key, "update"), static_cast<uint64_t>(update));
      if (setup_.evolves())
        evolve_once(*controller, update_key, start, update);
      else
        learn_once(*controller, *cadence, update_key, start, update);
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
        keep(*controller, start, update + 1, kNone);
    }
    if (config_.updates == 0) keep(*controller, start, 0, kNone);
  }

  static void add(std::vector<double>& sum, const std::vector<double>& values) {
    sum.resize(values.size(), 0);
    for (std::size_t index = 0; index < values.size(); ++index) sum[index] += values[index];
  }

  void learn_once(ControllerInstance& controller, Cadence& cadence, uint64_t key, int64_t start, int64_t update) {
    const double progress = static_cast<double>(update) / static_cast<double>(config_.updates);
    const Experience experience = cadence.collect(controller, key, progress);
    finish_update(experience, learn_from(experience, controller, progress), start, update);
  }

  void evolve_once(ControllerInstance& controller, uint64_t key, int64_t start, int64_t update) {
    std::vector<double> parameters = controller.parameters();
    const auto pairs = static_cast<std::size_t>(std::max<int64_t>(config_.rollouts / 2, 1));
    const std::vector<Problem> problems = setup_.problems(key, config_.data_sets);

    std::vector<Perturbation> tried;
    std::vector<std::unique_ptr<ControllerInstance>> controllers;
    std::vector<EpisodeJob> jobs;
    for (std::size_t group = 0; group < problems.size(); ++group) {
      for (Perturbation& perturbation :
           perturbations(pairs, parameters.size(), sdk::derive(sdk::derive(key, "perturbation"), group))) {
        controllers.push_back(setup_.method_setup().make_controller(0));
        controllers.back()->load(controller.save());
        controllers.back()->set_parameters(perturbed(parameters, perturbation, config_.evolution_scale));
        // The two of a pair draw alike, so that they differ by the perturbation alone.
        jobs.push_back(setup_.job(problems[group], *controllers.back(), group,
                                  sdk::derive(sdk::derive(key, "rollout"), tried.size() / 2)));
        jobs.back().greedy = setup_.method().greedy;
        jobs.back().keep_trajectory = jobs.size() == 1;  // what the controller sees is sampled
        tried.push_back(std::move(perturbation));
      }
    }
    Experience experience;
    for (EpisodeOutcome& outcome : runner_.run(jobs)) {
      experience.cost.add(outcome.result);
      experience.rewards.push_back(setup_.reward(outcome.result));
      experience.parts.emplace_back().decisions = std::move(outcome.trajectory);
    }
    MovingBaseline unused(config_.baseline_decay);
    evolve(parameters, tried, advantages(config_, experience.rewards, pairs * 2, unused), config_.evolution_step);
    controller.set_parameters(parameters);
    finish_update(experience, {}, start, update);
  }

  void finish_update(const Experience& experience, const LearnReport& report, int64_t start, int64_t update) {
    cost_ += experience.cost;
    for (const ExperiencedPart& part : experience.parts) sampler_.add(part.decisions);
    note_update(experience, report, start, update);
    if (progress_ != nullptr) progress_->advance(1);
  }

  void note_update(const Experience& experience, const LearnReport& report, int64_t start, int64_t update) {
    std::vector<double> rewards;
    for (const std::optional<double>& reward : experience.rewards)
      if (reward) rewards.push_back(*reward);
    double variance = 0;
    const double mean = rewards.empty() ? kNone : mean_of(rewards);
    for (const double reward : rewards)
      variance += (reward - mean) * (reward - mean) / static_cast<double>(rewards.size());
    const double steps = static_cast<double>(experience.cost.steps) / static_cast<double>(experience.parts.size());

    Json event{{"kind", "update"},
               {"method", plan_.name},
               {"start", start},
               {"update", update + 1},
               {"return_mean", number(mean)},
               {"return_sd", number(std::sqrt(variance))},
               {"steps_mean", number(steps)},
               {"diverged", experience.rewards.size() - rewards.size()}};
    for (const auto& [name, value] : report) event[name] = number(value);
    events_(event.dump());
  }

  void select(ControllerInstance& controller, int64_t start, int64_t update) {
    // The same problems for every start and update, so that the best is not the luckiest.
    const std::vector<Problem> problems =
        setup_.problems(sdk::derive(plan_.key, "selection"), config_.selection_problems);
    std::vector<EpisodeJob> jobs;
    for (std::size_t index = 0; index < problems.size(); ++index) {
      EpisodeJob job =
          setup_.job(problems[index], controller, index, sdk::derive(sdk::derive(plan_.key, "selection draws"), index));
      job.length = &setup_.method().guide_episode;
      job.greedy = setup_.method().greedy;
      if (!setup_.crossed())
        job.measured_split = plan_.measure.has_score_split ? AUTOLOSS_SPLIT_SCORE : AUTOLOSS_SPLIT_VALID;
      jobs.push_back(job);
    }
    double sum = 0;
    double worst = std::numeric_limits<double>::infinity();
    std::size_t diverged = 0;
    for (const EpisodeOutcome& outcome : runner_.run(jobs)) {
      cost_.add(outcome.result);
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
    best_.snapshots.push_back({best_.state, cost_.steps, cost_.batches});
    best_.sample = sampler_.sample();
  }

  const TrainPlan& plan_;
  const TrainSetup setup_;
  const TrainConfig& config_;
  EpisodeRunner& runner_;
  const EventSink& events_;
  Progress* progress_;
  FeatureSampler sampler_;  // of the start under way
  TrainedController best_;
  TrainingCost cost_;
};

}  // namespace

TrainedController train_controller(const TrainPlan& plan, EpisodeRunner& runner, const EventSink& events,
                                   Progress* progress) {
  return Training(plan, runner, events, progress).run();
}

}  // namespace autoloss
