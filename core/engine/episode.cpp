#include "core/engine/episode.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/archive.hpp"
#include "core/cancel.hpp"

namespace autoloss {
namespace {

// Which parameters were best so far, on one set of validation rows.
class BestKeeper {
 public:
  BestKeeper(uint32_t slot, bool maximize) : slot_(slot), maximize_(maximize) {}

  // Keeps the task's parameters if this value is better than any before. NaN never is.
  bool offer(TaskInstance& task, double value) {
    const bool better = maximize_ ? value > best_ : value < best_;
    if (!std::isfinite(value) || (kept_ && !better)) return false;
    best_ = value;
    kept_ = true;
    task.keep(slot_);
    return true;
  }
  bool kept() const { return kept_; }
  double best() const { return best_; }
  uint32_t slot() const { return slot_; }

  template <class Archive>
  void serialize(Archive& archive) {
    archive(kept_, best_);
  }

 private:
  uint32_t slot_;
  bool maximize_;
  bool kept_ = false;
  double best_ = std::numeric_limits<double>::quiet_NaN();
};

}  // namespace

class RunningEpisode::Episode {
 public:
  Episode(TaskInstance& task, const FeatureSchema& schema, ControllerSession& session, const Guide::Options& options,
          const EpisodePlan& plan)
      : task_(task),
        plan_(plan),
        actions_(options.actions),
        guide_(schema, task.shape(), session, options),
        primary_(task.shape().primary_metric),
        maximize_(task.shape().metrics[primary_].maximize),
        metrics_(task.shape().metrics.size()),
        half_(metrics_.size()),
        best_(0, maximize_),
        first_(1, maximize_),
        second_(2, maximize_),
        latest_loss_(task.shape().actions.size(), std::numeric_limits<double>::quiet_NaN()) {}

  void begin() {
    if (plan_.curve) result_.curve.emplace();
    validate();
    next_validation_ = static_cast<uint64_t>(plan_.length.validate_every);
  }

  uint64_t advance(uint64_t steps, std::vector<uint8_t>* trace) {
    const uint64_t from = guide_.steps();
    const uint64_t until = from + std::min(steps, static_cast<uint64_t>(plan_.length.horizon));
    const uint32_t seen = attention();
    while (guide_.steps() < until && !ended() && attention() == seen) {
      const uint32_t action = guide_.next();
      if (trace != nullptr) trace->push_back(static_cast<uint8_t>(guide_.chosen()));
      take(action);
      if (guide_.steps() < next_validation_) continue;
      next_validation_ += static_cast<uint64_t>(plan_.length.validate_every);
      validate();
    }
    return guide_.steps() - from;
  }

  bool ended() const {
    return result_.diverged || guide_.steps() >= static_cast<uint64_t>(plan_.length.horizon) ||
           (plan_.length.patience > 0 && stalled_ >= plan_.length.patience);
  }

  EpisodeResult finish() {
    measure_kept();
    return std::move(result_);
  }

  std::vector<double> measure(uint32_t split) {
    std::vector<double> values(metrics_.size());
    task_.measure(split, values);
    return values;
  }

  Guide& guide() { return guide_; }
  const EpisodeResult& so_far() const { return result_; }

  template <class Archive>
  void serialize(Archive& archive) {
    archive(guide_, metrics_, half_, best_, first_, second_, latest_loss_, stalled_, next_validation_, result_);
  }
  TaskInstance& task() { return task_; }

 private:
  // Looks at every action without taking it, where the features ask for that. Costs batches after the start.
  void probe() {
    if (!task_.can_probe() || !guide_.wants_probes()) return;
    for (const uint32_t action : actions_) {
      const TaskStep found = task_.probe(action);
      guide_.probed(action, found);
      if (guide_.steps() > 0) result_.batches += found.batches;
    }
  }

  void take(uint32_t action) {
    const TaskStep step = task_.step(action);
    ++result_.steps;
    result_.batches += step.batches;
    if (step.diverged || !std::isfinite(step.loss)) {
      result_.diverged = true;
      return;
    }
    latest_loss_[action] = step.loss;
    guide_.step_taken(action, step);
  }

  void validate() {
    if (result_.diverged) return;
    task_.measure(AUTOLOSS_SPLIT_VALID, metrics_);
    const double value = metrics_[primary_];
    if (plan_.history) result_.valid_history.push_back(value);
    if (!std::isfinite(value)) {
      result_.diverged = true;
      return;
    }
    if (best_.offer(task_, value)) {
      stalled_ = 0;
      result_.best_step = guide_.steps();
    } else {
      ++stalled_;
    }
    probe();
    guide_.validated(metrics_, stalled_);
    if (plan_.crossed) validate_halves();
    if (result_.curve) draw_curve(value);
  }

  void validate_halves() {
    task_.measure(AUTOLOSS_SPLIT_VALID_FIRST, half_);
    first_.offer(task_, half_[primary_]);
    task_.measure(AUTOLOSS_SPLIT_VALID_SECOND, half_);
    second_.offer(task_, half_[primary_]);
  }

  void draw_curve(double value) {
    Curve& curve = *result_.curve;
    curve.step.push_back(guide_.steps());
    curve.valid.push_back(value);
    std::vector<double> losses;
    for (const uint32_t action : actions_) losses.push_back(latest_loss_[action]);
    curve.losses.push_back(std::move(losses));
    curve.probability.push_back(guide_.steps() > 0 ? guide_.probabilities().back()
                                                   : std::numeric_limits<double>::quiet_NaN());
  }

  std::vector<double> measure_kept(uint32_t split, const BestKeeper& kept) {
    std::vector<double> values(metrics_.size(), std::numeric_limits<double>::quiet_NaN());
    if (!kept.kept()) return values;
    task_.recall(kept.slot());
    task_.measure(split, values);
    return values;
  }

  void measure_kept() {
    result_.best_valid = best_.best();
    if (!plan_.crossed) {
      result_.measured = measure_kept(plan_.measured_split, best_);
      return;
    }
    result_.measured = measure_kept(AUTOLOSS_SPLIT_VALID_SECOND, first_);
    const std::vector<double> other = measure_kept(AUTOLOSS_SPLIT_VALID_FIRST, second_);
    for (std::size_t index = 0; index < other.size(); ++index)
      result_.measured[index] = (result_.measured[index] + other[index]) / 2;
  }

  TaskInstance& task_;
  const EpisodePlan& plan_;
  std::vector<uint32_t> actions_;
  Guide guide_;
  std::size_t primary_;
  bool maximize_;
  std::vector<double> metrics_;
  std::vector<double> half_;
  BestKeeper best_, first_, second_;
  std::vector<double> latest_loss_;  // by the task's action
  int64_t stalled_ = 0;
  uint64_t next_validation_ = 0;
  EpisodeResult result_;
};

RunningEpisode::RunningEpisode(TaskInstance& task, const FeatureSchema& schema, ControllerSession& session,
                               const Guide::Options& options, const EpisodePlan& plan) {
  task.begin(plan.setup);
  episode_ = std::make_unique<Episode>(task, schema, session, options, plan);
  episode_->begin();
}

RunningEpisode::RunningEpisode(TaskInstance& task, const FeatureSchema& schema, ControllerSession& session,
                               const Guide::Options& options, const EpisodePlan& plan, const std::string& state) {
  task.begin(plan.setup);
  episode_ = std::make_unique<Episode>(task, schema, session, options, plan);
  std::string task_state;
  from_state(state, task_state, *episode_);
  task.load(task_state);
}

RunningEpisode::~RunningEpisode() = default;

Guide& RunningEpisode::guide() {
  return episode_->guide();
}

uint64_t RunningEpisode::advance(uint64_t steps, std::vector<uint8_t>* trace) {
  return episode_->advance(steps, trace);
}

bool RunningEpisode::ended() const {
  return episode_->ended();
}

const EpisodeResult& RunningEpisode::so_far() const {
  return episode_->so_far();
}

std::vector<double> RunningEpisode::measure(uint32_t split) {
  return episode_->measure(split);
}

EpisodeResult RunningEpisode::finish() {
  return episode_->finish();
}

bool RunningEpisode::can_save() const {
  return episode_->task().can_save();
}

std::string RunningEpisode::save() const {
  return to_state(episode_->task().save(), *episode_);
}

EpisodeResult run_episode(TaskInstance& task, const FeatureSchema& schema, ControllerSession& session,
                          const Guide::Options& options, const EpisodePlan& plan, std::vector<uint8_t>* trace) {
  RunningEpisode running(task, schema, session, options, plan);
  while (!running.ended()) running.advance(static_cast<uint64_t>(plan.length.horizon), trace);
  return running.finish();
}

}  // namespace autoloss
