#include <cmath>
#include <numeric>
#include <utility>

#include "core/engine/segment_reward.hpp"
#include "core/study/cadence.hpp"

namespace autoloss {
namespace {

// What one training brought to an update.
struct Lap {
  ExperiencedPart part;
  std::vector<std::optional<double>> rewards;  // of each segment
  std::vector<std::size_t> segment;            // of each decision, by index of `rewards`
  TrainingCost cost;
};

// One of the trainings that run on, with a task of its own.
class Slot {
 public:
  Slot(const TrainSetup& setup, EpisodeRunner& runner, uint64_t group, uint64_t problem_key, uint64_t draw_key)
      : setup_(setup),
        runner_(runner),
        task_(runner.make_task()),
        group_(group),
        problem_key_(problem_key),
        draw_key_(draw_key) {}

  // Runs on under the controller as it is now, for the segments of an update or to the training's end. A lap that a
  // crash cost is run again from its beginning; one that is given up ends its training, as diverged.
  Lap run(const ControllerInstance& controller, double progress) {
    if (runner_.retries() == 0 || !can_save()) return run_lap(controller, progress);
    const std::string before = save(controller);
    const uint64_t begun = training_ == nullptr ? trainings_ + 1 : trainings_;
    for (int left = runner_.retries();;) {
      try {
        return run_lap(controller, progress);
      } catch (const PluginCrashed& crash) {
        training_.reset();
        decisions_ = {};
        task_ = runner_.make_task();
        if (crash.at_fault() && left-- == 0) return give_up(crash.what(), begun);
        load(before, controller);
      }
    }
  }

  bool can_save() const { return task_->can_save(); }
  // Between two laps: each has a session of its own.
  std::string save(const ControllerInstance& controller) const {
    if (training_ == nullptr) return to_state(trainings_, decisions_, std::string());
    ControllerSession session(controller);
    training_->guide().guide_by(session, setup_.exploration(0));
    return to_state(trainings_, decisions_, training_->save(), *rewards_);
  }
  void load(const std::string& state, const ControllerInstance& controller) {
    std::string running;
    from_state(state, trainings_, decisions_, running);
    if (running.empty()) return;
    ControllerSession session(controller);  // the next lap brings its own
    const Guide::Options options = draw(trainings_ - 1, controller, 0);
    training_ =
        std::make_unique<RunningEpisode>(*task_, setup_.method_setup().schema, session, options, plan_, running);
    rewards_.emplace(setup_.config().reward, setup_.maximize(), std::nan(""));
    from_state(state, trainings_, decisions_, running, *rewards_);
  }

 private:
  Lap run_lap(const ControllerInstance& controller, double progress) {
    Lap lap;
    ControllerSession session(controller);
    if (training_ == nullptr) {
      begin(controller, session, progress);
      lap.cost.episodes = 1;
    } else {
      training_->guide().guide_by(session, setup_.exploration(progress));
    }
    run_segments(lap);
    lap.part.group = group_;
    lap.part.terminated = training_->ended();
    if (!lap.part.terminated) {
      const std::span<const double> seen = training_->guide().seen();
      lap.part.last_features.assign(seen.begin(), seen.end());
      lap.part.last_value = training_->guide().expected();
    }
    lap.part.decisions = std::exchange(decisions_, {});
    decisions_.noise_scale = lap.part.decisions.noise_scale;
    if (lap.part.terminated) training_.reset();
    return lap;
  }

  // begun: trainings, this one included, so that the next lap begins another.
  Lap give_up(const std::string& why, uint64_t begun) {
    runner_.give_up(why);
    trainings_ = begun;
    Lap lap;
    lap.part.group = group_;
    lap.cost.diverged = 1;
    return lap;
  }

  void begin(const ControllerInstance& controller, ControllerSession& session, double progress) {
    const Guide::Options options = draw(trainings_, controller, progress);
    training_ = std::make_unique<RunningEpisode>(*task_, setup_.method_setup().schema, session, options, plan_);
    rewards_.emplace(setup_.config().reward, setup_.maximize(), metric());
    ++trainings_;
  }

  // The problem of a training and how it is run.
  Guide::Options draw(uint64_t training, const ControllerInstance& controller, double progress) {
    problem_ = setup_.plan().source(sdk::derive(problem_key_, training));
    const EpisodeJob job = setup_.job(problem_, controller, group_, sdk::derive(draw_key_, training));
    const auto horizon = static_cast<uint64_t>(job.length->horizon);
    plan_ = {};
    plan_.setup = problem_.setup(job.role, horizon, job.task, values_);
    plan_.length = *job.length;
    Guide::Options options;
    options.actions = *job.actions;
    options.horizon = horizon;
    options.key = job.key;
    options.exploration = setup_.exploration(progress);
    options.logit_count = controller.logit_count();
    options.record = &decisions_;
    return options;
  }

  // A lap is run to its end even when something calls: it is short, and its end is where a state can be saved.
  void advance(uint64_t steps) {
    while (steps > 0 && !training_->ended()) steps -= training_->advance(steps);
  }

  void run_segments(Lap& lap) {
    const uint64_t steps = training_->so_far().steps;
    const uint64_t batches = training_->so_far().batches;
    for (int64_t count = 0; count < setup_.config().segments && !training_->ended(); ++count) {
      advance(static_cast<uint64_t>(setup_.config().segment));
      lap.rewards.push_back(training_->so_far().diverged ? std::nullopt : rewards_->next(metric()));
      lap.segment.resize(decisions_.actions.size(), lap.rewards.size() - 1);
    }
    lap.cost.steps = training_->so_far().steps - steps;
    lap.cost.batches = training_->so_far().batches - batches;
    lap.cost.diverged = training_->so_far().diverged ? 1 : 0;
  }

  double metric() { return training_->measure(setup_.split())[setup_.reward_metric()]; }

  const TrainSetup& setup_;
  EpisodeRunner& runner_;
  std::unique_ptr<TaskInstance> task_;
  uint64_t group_, problem_key_, draw_key_;
  uint64_t trainings_ = 0;  // begun so far
  Problem problem_;
  ValueMap values_;
  EpisodePlan plan_;
  Trajectory decisions_;
  std::unique_ptr<RunningEpisode> training_;  // nullptr: the next lap begins one
  std::optional<SegmentRewards> rewards_;
};

class Online final : public Cadence {
 public:
  Online(const TrainSetup& setup, EpisodeRunner& runner, uint64_t key)
      : setup_(setup), runner_(runner), baseline_(setup.config().baseline_decay) {
    const auto rollouts = static_cast<uint64_t>(setup.config().rollouts);
    const auto count = static_cast<uint64_t>(setup.config().data_sets) * rollouts;
    for (uint64_t index = 0; index < count; ++index)
      slots_.push_back(std::make_unique<Slot>(setup, runner, index / rollouts,
                                              sdk::derive(sdk::derive(key, "problems"), index / rollouts),
                                              sdk::derive(sdk::derive(key, "rollout"), index)));
  }

  Experience collect(const ControllerInstance& controller, uint64_t, double progress, const Bookmark&) override {
    std::vector<Lap> laps(slots_.size());
    runner_.for_each_index(slots_.size(),
                           [&](std::size_t index) { laps[index] = slots_[index]->run(controller, progress); });
    Experience experience;
    for (const Lap& lap : laps) {
      experience.cost += lap.cost;
      experience.rewards.insert(experience.rewards.end(), lap.rewards.begin(), lap.rewards.end());
    }
    credit(laps, experience.rewards);
    for (Lap& lap : laps) experience.parts.push_back(std::move(lap.part));
    return experience;
  }

  std::optional<std::string> save(const ControllerInstance& controller) override {
    std::vector<std::string> states;
    for (const auto& slot : slots_) {
      if (!slot->can_save()) return std::nullopt;
      states.push_back(slot->save(controller));
    }
    return to_state(baseline_, states);
  }
  void load(const std::string& state, const ControllerInstance& controller) override {
    std::vector<std::string> states;
    from_state(state, baseline_, states);
    if (states.size() != slots_.size()) throw RunError("a saved training has another number of rollouts");
    for (std::size_t index = 0; index < slots_.size(); ++index) slots_[index]->load(states[index], controller);
  }

 private:
  // Every decision of a segment gets its reward (paper, section 4), and for controllers without a critic its advantage
  // over all segments of the update. A segment that diverged counts as the least of them.
  void credit(std::vector<Lap>& laps, const std::vector<std::optional<double>>& rewards) {
    std::optional<double> least;
    for (const auto& reward : rewards)
      if (reward && (!least || *reward < *least)) least = reward;
    const double if_diverged = least.value_or(setup_.config().reward.least);
    const std::vector<double> advantage = advantages(setup_.config(), rewards, rewards.size(), baseline_);
    std::size_t first = 0;
    for (Lap& lap : laps) {
      for (const std::size_t segment : lap.segment) {
        lap.part.rewards.push_back(lap.rewards[segment].value_or(if_diverged));
        lap.part.advantages.push_back(advantage[first + segment]);
      }
      const auto sum_of = [](const std::vector<double>& values) {
        return std::accumulate(values.begin(), values.end(), 0.0);
      };
      lap.part.episode_return = sum_of(lap.part.rewards);
      if (!lap.segment.empty())
        lap.part.advantage = sum_of(lap.part.advantages) / static_cast<double>(lap.segment.size());
      first += lap.rewards.size();
    }
  }

  const TrainSetup& setup_;
  EpisodeRunner& runner_;
  MovingBaseline baseline_;
  std::vector<std::unique_ptr<Slot>> slots_;
};

}  // namespace

std::unique_ptr<Cadence> online_cadence(const TrainSetup& setup, EpisodeRunner& runner, uint64_t key) {
  return std::make_unique<Online>(setup, runner, key);
}

}  // namespace autoloss
