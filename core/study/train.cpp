#include "core/study/train.hpp"

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <utility>

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

// What a training holds between two updates, but for its controller and cadence.
struct Standing {
  int64_t start = 0, update = 0;  // to be done next
  std::vector<double> sum;        // of the parameters, over the updates to average
  FeatureSampler sampler;         // of the start under way
  TrainedController best;
  TrainingCost cost;

  template <class Archive>
  void serialize(Archive& archive) {
    archive(start, update, sum, sampler, best, cost);
  }
};

class Training {
 public:
  Training(const TrainPlan& plan, EpisodeRunner& runner, EventLog& events, Progress* progress)
      : plan_(plan),
        setup_(plan),
        config_(setup_.config()),
        runner_(runner),
        events_(events),
        progress_(progress),
        attention_(plan.place) {}

  TrainedController run() {
    TrainedController& best = now_.best;
    best.score = kNone;
    std::string controller, cadence, events;
    const bool resumes = plan_.place.find(now_, controller, cadence, events);
    if (resumes) take_up(events);
    for (bool first = resumes; now_.start < config_.starts; first = false) run_start(first, controller, cadence);
    best.episodes = now_.cost.episodes;
    best.steps = now_.cost.steps;
    best.batches = now_.cost.batches;
    best.diverged = now_.cost.diverged;
    return best;
  }

 private:
  void take_up(const std::string& events) {
    events_.load(events);
    if (progress_ != nullptr) progress_->advance(static_cast<std::size_t>(now_.start * config_.updates + now_.update));
  }

  // resumes: from the states of a controller and a cadence, at the update that now_ says.
  void run_start(bool resumes, const std::string& controller_state, const std::string& cadence_state) {
    const uint64_t key = sdk::derive(sdk::derive(plan_.key, "start"), static_cast<uint64_t>(now_.start));
    const auto controller = setup_.method_setup().make_controller(sdk::derive(key, "controller"));
    const std::unique_ptr<Cadence> cadence = setup_.online()
                                                 ? online_cadence(setup_, runner_, sdk::derive(key, "online"))
                                                 : episodic_cadence(setup_, runner_);
    if (resumes) {
      controller->load(controller_state);
      cadence->load(cadence_state, *controller);
    } else {
      now_.update = 0;
      now_.sampler = {};
      now_.sum.clear();
    }
    for (; now_.update < config_.updates; ++now_.update) {
      put(*controller, *cadence);
      run_update(*controller, *cadence, key);
    }
    if (config_.updates == 0) keep(*controller, 0, kNone);
    ++now_.start;
  }

  void run_update(ControllerInstance& controller, Cadence& cadence, uint64_t key) {
    const uint64_t update_key = sdk::derive(sdk::derive(key, "update"), static_cast<uint64_t>(now_.update));
    const uint64_t steps = now_.cost.steps;
    if (setup_.evolves())
      evolve_once(controller, update_key);
    else
      learn_once(controller, cadence, update_key);
    const auto first_averaged =
        config_.updates -
        static_cast<int64_t>(std::llround(config_.average_last * static_cast<double>(config_.updates)));
    if (now_.update >= first_averaged && controller.has_parameters()) add(now_.sum, controller.parameters());
    const bool last = now_.update + 1 == config_.updates;
    if (last && !now_.sum.empty()) {
      for (double& value : now_.sum) value /= static_cast<double>(config_.updates - first_averaged);
      controller.set_parameters(now_.sum);
    }
    const bool selects = config_.selection_every > 0 && ((now_.update + 1) % config_.selection_every == 0 || last);
    if (selects)
      select(controller, now_.update + 1);
    else if (last)
      keep(controller, now_.update + 1, kNone);
    steps_since_put_ += now_.cost.steps - steps;
  }

  // The state of whole trainings in progress is large, and they cannot stop within an update: it is put when it is
  // wanted. Otherwise at every update, since the episodes of one are remembered below it.
  void put(ControllerInstance& controller, Cadence& cadence) {
    if (!plan_.place.remembers()) return;
    const bool called = setup_.online() && attention_.calls(std::exchange(steps_since_put_, 0));
    if (setup_.online() && !called) return;
    if (const auto state = cadence.save(controller)) plan_.place.put(now_, controller.save(), *state, events_.save());
    if (called) attention_.answered();
  }

  static void add(std::vector<double>& sum, const std::vector<double>& values) {
    sum.resize(values.size(), 0);
    for (std::size_t index = 0; index < values.size(); ++index) sum[index] += values[index];
  }

  void learn_once(ControllerInstance& controller, Cadence& cadence, uint64_t key) {
    const double progress = static_cast<double>(now_.update) / static_cast<double>(config_.updates);
    const Experience experience = cadence.collect(controller, key, progress, rollouts());
    finish_update(experience, learn_from(experience, controller, progress));
  }

  // Of the episodes of this update.
  Bookmark rollouts() const {
    return plan_.place.below("start", static_cast<std::size_t>(now_.start))
        .below("update", static_cast<std::size_t>(now_.update));
  }

  void evolve_once(ControllerInstance& controller, uint64_t key) {
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
    for (EpisodeOutcome& outcome : runner_.run(jobs, rollouts())) {
      experience.cost.add(outcome.result);
      experience.rewards.push_back(setup_.reward(outcome.result));
      experience.parts.emplace_back().decisions = std::move(outcome.trajectory);
    }
    MovingBaseline unused(config_.baseline_decay);
    evolve(parameters, tried, advantages(config_, experience.rewards, pairs * 2, unused), config_.evolution_step);
    controller.set_parameters(parameters);
    finish_update(experience, {});
  }

  void finish_update(const Experience& experience, const LearnReport& report) {
    now_.cost += experience.cost;
    for (const ExperiencedPart& part : experience.parts) now_.sampler.add(part.decisions.observed);
    note_update(experience, report);
    if (progress_ != nullptr) progress_->advance(1);
  }

  void note_update(const Experience& experience, const LearnReport& report) {
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
               {"start", now_.start},
               {"update", now_.update + 1},
               {"return_mean", number(mean)},
               {"return_sd", number(std::sqrt(variance))},
               {"steps_mean", number(steps)},
               {"diverged", experience.rewards.size() - rewards.size()}};
    for (const auto& [name, value] : report) event[name] = number(value);
    events_.add(event.dump());
  }

  void select(ControllerInstance& controller, int64_t update) {
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
    for (const EpisodeOutcome& outcome : runner_.run(jobs, rollouts().below("selection"))) {
      now_.cost.add(outcome.result);
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
    keep(controller, update, score);
  }

  void keep(ControllerInstance& controller, int64_t update, double score) {
    TrainedController& kept = now_.best;
    const bool best = kept.state.empty() || (std::isfinite(score) && !(score <= kept.score));
    Json event{{"kind", "selection"}, {"method", plan_.name},   {"start", now_.start},
               {"update", update},    {"score", number(score)}, {"best", best}};
    if (controller.has_parameters() && controller.parameters().size() <= 64)
      event["parameters"] = controller.parameters();
    events_.add(event.dump());
    if (!best) return;
    kept.state = controller.save();
    kept.score = score;
    kept.start = now_.start;
    kept.update = update;
    kept.snapshots.push_back({kept.state, now_.cost.steps, now_.cost.batches});
    kept.sample = now_.sampler.sample();
  }

  const TrainPlan& plan_;
  const TrainSetup setup_;
  const TrainConfig& config_;
  EpisodeRunner& runner_;
  EventLog& events_;
  Progress* progress_;
  Attention attention_;
  uint64_t steps_since_put_ = 0;
  Standing now_;
};

}  // namespace

TrainedController train_controller(const TrainPlan& plan, EpisodeRunner& runner, EventLog& events, Progress* progress) {
  return Training(plan, runner, events, progress).run();
}

}  // namespace autoloss
