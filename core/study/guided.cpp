#include "core/study/guided.hpp"

#include <algorithm>
#include <cmath>
#include <deque>
#include <limits>
#include <mutex>
#include <numeric>

namespace autoloss {
namespace {

// One episode of one method on one problem: a trial of a search, or the only one.
struct GuidedItem {
  std::size_t method = 0;
  std::size_t problem = 0;
  const Assignment* assignment = nullptr;  // nullptr: the method as it stands
  std::shared_ptr<const ControllerInstance> controller;
};

EpisodeJob job_of(const ReadyMethod& method, const GuidedItem& item, const GuidePlan& plan) {
  const Method& config = *method.setup.method;
  EpisodeJob job;
  job.problem = &(*plan.problems)[item.problem];
  job.controller = item.controller.get();
  job.schema = &method.setup.schema;
  job.actions = &method.setup.actions;
  job.length = &config.guide_episode;
  job.group = item.problem;
  job.task = config.task;
  for (const Assignment* assignment : {method.tuned ? &*method.tuned : nullptr, item.assignment}) {
    if (assignment == nullptr) continue;
    job.length = &assignment->episode;
    for (const auto& [name, value] : assignment->task) job.task[name] = value;
  }
  job.role = AUTOLOSS_ROLE_GUIDED;
  job.key = sdk::derive(sdk::derive(plan.key, "draws"), item.problem);
  job.greedy = config.greedy;
  job.measured_split = plan.split;
  job.keep_trace = method.setup.actions.size() > 1;
  job.curve = static_cast<int64_t>(item.problem) < plan.curves && item.assignment == nullptr;
  const bool first = method.controllers.empty() || item.controller == method.controllers.front();
  if (job.curve && first) job.artifacts = config.name + "-problem" + std::to_string(item.problem);
  return job;
}

GuidedResult result_of(EpisodeOutcome outcome, const Measure& measure) {
  GuidedResult result;
  result.diverged = outcome.result.diverged;
  result.failure = std::move(outcome.failure);
  result.value = result.diverged ? std::nan("") : measure.of(outcome.result.measured);
  result.validation = outcome.result.best_valid;
  result.best_step = outcome.result.best_step;
  result.steps = outcome.result.steps;
  result.batches = outcome.result.batches;
  result.trace = std::move(outcome.trace);
  result.curve = std::move(outcome.result.curve);
  return result;
}

// Trials of a search on one problem as they end, in any order: keeps the best, ties going to the earlier trial, so
// that the order of ending does not matter.
class BestTrial {
 public:
  // history: what the search would have returned after each trial is wanted.
  explicit BestTrial(bool history = false) : history_(history) {}
  // place: where what it knows is remembered.
  void offer(std::size_t trial, GuidedResult result, bool maximize, const Bookmark& place) {
    const std::lock_guard lock(mutex_);
    offer(trial, std::move(result), maximize);
    place.put(*this);
  }
  // Whether a trial has been offered already, by a study that this one continues.
  bool has(std::size_t trial) const {
    const std::lock_guard lock(mutex_);
    return std::find(offered_.begin(), offered_.end(), trial) != offered_.end();
  }

  template <class Archive>
  void serialize(Archive& archive) {
    archive(maximize_, offered_, costs_, best_, trial_, steps_, batches_);
  }
  // The chosen trial; what the others took is its search.
  GuidedResult take(const std::vector<Assignment>& trials) {
    GuidedResult result = std::move(best_);
    result.search_steps += steps_ - result.steps;
    result.search_batches += batches_ - result.batches;
    if (!trials.empty()) result.chosen = trials[trial_].named;
    if (!trials.empty() && history_) result.search = course();
    return result;
  }

 private:
  void offer(std::size_t trial, GuidedResult result, bool maximize) {
    maximize_ = maximize;
    steps_ += result.steps;
    batches_ += result.batches;
    if (history_)
      costs_.push_back({trial, result.diverged, result.validation, {result.batches, result.steps, result.value}});
    const bool first = offered_.empty();
    offered_.push_back(trial);
    if (!first && !better(trial, result, maximize)) return;
    best_ = std::move(result);
    trial_ = trial;
  }

  bool better(std::size_t trial, const GuidedResult& result, bool maximize) const {
    const auto rank = [&](const GuidedResult& r) {
      if (r.diverged || !std::isfinite(r.validation)) return -std::numeric_limits<double>::infinity();
      return maximize ? r.validation : -r.validation;
    };
    return rank(result) != rank(best_) ? rank(result) > rank(best_) : trial < trial_;
  }

  struct Trial {
    std::size_t index = 0;
    bool diverged = false;
    double validation = 0;
    BudgetPoint point;

    template <class Archive>
    void serialize(Archive& archive) {
      archive(index, diverged, validation, point);
    }
  };
  // In the order of the trials, each time with the best so far.
  std::vector<BudgetPoint> course() {
    std::sort(costs_.begin(), costs_.end(), [](const Trial& a, const Trial& b) { return a.index < b.index; });
    std::vector<BudgetPoint> points;
    BudgetPoint so_far;
    const Trial* best = nullptr;
    for (const Trial& trial : costs_) {
      so_far.batches += trial.point.batches;
      so_far.steps += trial.point.steps;
      const bool usable = !trial.diverged && std::isfinite(trial.validation);
      if (usable &&
          (best == nullptr || (maximize_ ? trial.validation > best->validation : trial.validation < best->validation)))
        best = &trial;
      so_far.value = best == nullptr ? std::nan("") : best->point.value;
      points.push_back(so_far);
    }
    return points;
  }

  mutable std::mutex mutex_;
  bool history_;
  bool maximize_ = false;
  std::vector<Trial> costs_;
  GuidedResult best_;
  std::size_t trial_ = 0;
  std::vector<std::size_t> offered_;
  uint64_t steps_ = 0, batches_ = 0;
};

// The mean over controllers; what cannot be averaged is the first one's.
GuidedResult folded(std::vector<GuidedResult> by_controller) {
  if (by_controller.size() == 1) return std::move(by_controller.front());
  GuidedResult mean = by_controller.front();
  const auto count = static_cast<double>(by_controller.size());
  double value = 0, validation = 0, best_step = 0, steps = 0, batches = 0;
  for (const GuidedResult& result : by_controller) {
    value += result.value / count;
    validation += result.validation / count;
    best_step += static_cast<double>(result.best_step) / count;
    steps += static_cast<double>(result.steps) / count;
    batches += static_cast<double>(result.batches) / count;
    mean.diverged = mean.diverged || result.diverged;
    if (mean.failure.empty()) mean.failure = result.failure;
  }
  mean.value = value;
  mean.validation = validation;
  mean.best_step = static_cast<uint64_t>(std::llround(best_step));
  mean.steps = static_cast<uint64_t>(std::llround(steps));
  mean.batches = static_cast<uint64_t>(std::llround(batches));
  for (std::size_t index = 1; index < by_controller.size(); ++index) by_controller[index].trace.clear();
  mean.by_controller = std::move(by_controller);
  return mean;
}

bool tunes_each(const Method& method) {
  return method.tune && method.tune->per == "problem";
}
bool trains_each(const Method& method) {
  return method.train && method.train->per == "problem";
}

// Steps that guiding a problem takes at most, training on it included.
double length_of(const Method& method) {
  double steps = static_cast<double>(method.guide_episode.horizon);
  if (trains_each(method))
    steps += static_cast<double>(method.train_episode.horizon) * static_cast<double>(method.train->updates) *
             static_cast<double>(method.train->starts * method.train->data_sets * method.train->rollouts);
  return steps;
}

GuidedResult guide_once(const ReadyMethod& method, const GuidedItem& item, const GuidePlan& plan, Worker& worker,
                        const Bookmark& place) {
  GuidedResult result;
  if (place.find(result)) {
    if (!result.failure.empty()) worker.give_up(result.failure);  // the exit code is that of the whole run
    return result;
  }
  result = result_of(worker.run(job_of(method, item, plan), place.below("guide")), plan.measure);
  place.put(result);
  return result;
}

// A controller trained on a problem's own data (the controller's partitions), then guiding on the others.
GuidedResult train_and_guide(const ReadyMethod& method, const GuidedItem& item, const GuidePlan& plan, Worker& worker,
                             EventLog& events, const Bookmark& place) {
  const Problem& problem = (*plan.problems)[item.problem];
  TrainPlan training;
  training.name = method.setup.method->name;
  training.setup = &method.setup;
  training.measure = plan.measure;
  training.shape = plan.shape;
  training.source = [&problem](uint64_t key) {
    Problem same_data = problem;  // another start each time, on the same rows
    same_data.init_seed = sdk::derive(key, "init");
    same_data.step_seed = sdk::derive(key, "step");
    return same_data;
  };
  training.key = sdk::derive(sdk::derive(plan.key, "train"), item.problem);
  training.place = place.below("train");
  const TrainedController trained = train_controller(training, worker, events, nullptr);

  std::shared_ptr<ControllerInstance> controller = method.setup.make_controller(0);
  controller->load(trained.state);
  GuidedItem guided = item;
  guided.controller = controller;
  GuidedResult result = result_of(worker.run(job_of(method, guided, plan), place.below("guide")), plan.measure);
  result.search_steps += trained.steps;
  result.search_batches += trained.batches;
  return result;
}

}  // namespace

std::vector<MethodResults> guide_methods(const std::vector<ReadyMethod>& methods, const GuidePlan& plan,
                                         Executor& executor, Progress* progress, EventLog& events) {
  const std::size_t problems = plan.problems->size();
  const bool maximize = plan.shape->metrics[plan.shape->primary_metric].maximize;

  std::vector<std::vector<Assignment>> trials(methods.size());
  std::vector<std::vector<std::shared_ptr<const ControllerInstance>>> trial_controllers(methods.size());
  for (std::size_t index = 0; index < methods.size(); ++index) {
    const MethodSetup& setup = methods[index].setup;
    if (!tunes_each(*setup.method)) continue;
    const uint64_t key = sdk::derive(sdk::derive(plan.key, "tune"), setup.method->name);
    trials[index] = candidates(*setup.method, plan.problems->front().values, key);
    for (const Assignment& trial : trials[index])
      trial_controllers[index].push_back(setup.make_controller(sdk::derive(key, "controller"), trial.controller));
  }

  std::vector<GuidedItem> items;
  std::vector<std::size_t> trial_of_item;
  std::vector<uint64_t> groups;
  std::vector<double> lengths;
  for (std::size_t problem = 0; problem < problems; ++problem) {
    for (std::size_t index = 0; index < methods.size(); ++index) {
      if (methods[index].setup.method->replay) continue;
      const auto& controllers = methods[index].controllers;
      const std::size_t count = std::max<std::size_t>({trials[index].size(), controllers.size(), 1});
      for (std::size_t trial = 0; trial < count; ++trial) {
        const bool searched = !trials[index].empty();
        items.push_back({index, problem, searched ? &trials[index][trial] : nullptr,
                         searched               ? trial_controllers[index][trial]
                         : !controllers.empty() ? controllers[trial]
                                                : nullptr});
        trial_of_item.push_back(trial);
        groups.push_back(problem);
        lengths.push_back(length_of(*methods[index].setup.method));
      }
    }
  }

  // Of each method and problem: what a search chose, or what each controller did.
  std::vector<std::deque<BestTrial>> best(methods.size());
  std::vector<std::vector<std::vector<GuidedResult>>> each(methods.size());
  for (std::size_t index = 0; index < methods.size(); ++index) {
    for (std::size_t problem = 0; problem < problems; ++problem) best[index].emplace_back(plan.budget);
    each[index].assign(problems,
                       std::vector<GuidedResult>(std::max<std::size_t>(methods[index].controllers.size(), 1)));
  }
  // Training on each problem tells its story for the first problems only, one after the other.
  const auto told_problems = static_cast<std::size_t>(plan.curves);
  std::vector<EventList> told(std::min(told_problems, problems) * methods.size());
  const auto place_of = [&](const GuidedItem& item) {
    return plan.place.below("method", item.method).below("problem", item.problem);
  };
  for (std::size_t index = 0; index < methods.size(); ++index)
    for (std::size_t problem = 0; problem < problems && !trials[index].empty(); ++problem)
      place_of({index, problem, nullptr, nullptr}).below("best").find(best[index][problem]);

  if (progress != nullptr) progress->stage(plan.what, items.size());
  const auto guide = [&](std::size_t index, Worker& worker) {
    const GuidedItem& item = items[index];
    const ReadyMethod& method = methods[item.method];
    const std::size_t trial = trial_of_item[index];
    const Bookmark place = place_of(item).below("trial", trial);
    if (item.assignment != nullptr) {
      BestTrial& search = best[item.method][item.problem];
      if (!search.has(trial)) {
        search.offer(trial, result_of(worker.run(job_of(method, item, plan), place), plan.measure), maximize,
                     place_of(item).below("best"));
        place.forget();
      }
    } else if (trains_each(*method.setup.method)) {
      EventList unheard;
      EventList& story = item.problem < told_problems ? told[item.problem * methods.size() + item.method] : unheard;
      GuidedResult& result = each[item.method][item.problem][trial];
      std::string lines;
      if (place.find(result, lines)) {
        story.load(lines);
      } else {
        result = train_and_guide(method, item, plan, worker, story, place);
        place.put(result, story.save());
      }
    } else {
      each[item.method][item.problem][trial] = guide_once(method, item, plan, worker, place);
    }
    if (progress != nullptr) progress->advance(1);
  };
  executor.for_each(groups, guide, lengths);
  for (const EventList& story : told)
    for (const std::string& line : story.lines()) events.add(line);

  std::vector<MethodResults> results(methods.size());
  for (std::size_t index = 0; index < methods.size(); ++index) {
    if (methods[index].setup.method->replay) continue;
    for (std::size_t problem = 0; problem < problems; ++problem)
      results[index].push_back(trials[index].empty() ? folded(std::move(each[index][problem]))
                                                     : best[index][problem].take(trials[index]));
  }
  return results;
}

namespace {

std::vector<double> trace_to_replay(const GuidedResult& source, bool shuffled, uint64_t key) {
  std::vector<double> actions(source.trace.begin(), source.trace.end());
  if (!shuffled) return actions;
  sdk::Stream stream(key);  // Fisher and Yates
  for (std::size_t left = actions.size(); left > 1; --left) std::swap(actions[left - 1], actions[stream.below(left)]);
  return actions;
}

}  // namespace

MethodResults guide_replay(const ReadyMethod& method, const MethodResults& source, std::size_t source_actions,
                           const GuidePlan& plan, Executor& executor) {
  const ReplayConfig& replay = *method.setup.method->replay;
  std::shared_ptr<const ControllerInstance> profile;
  if (replay.what == "profile") {
    const Profile mean = profile_of(source, source_actions, replay.bin_width);
    std::vector<double> flat;
    for (const auto& bin : mean.share) flat.insert(flat.end(), bin.begin(), bin.end());
    profile = method.setup.make_controller(0, {{"profile", flat}, {"bin_width", replay.bin_width}});
  } else if (replay.what != "trace" && replay.what != "shuffled") {
    throw ConfigError(method.setup.method->place, "method '" + method.setup.method->name + "': replay.what is '" +
                                                      replay.what + "'; it can be trace, shuffled or profile");
  }

  std::vector<uint64_t> groups(plan.problems->size());
  std::iota(groups.begin(), groups.end(), 0);
  MethodResults results(groups.size());
  executor.for_each(groups, [&](std::size_t problem, Worker& worker) {
    GuidedItem item{0, problem, nullptr, profile};
    if (!profile) {
      const uint64_t key = sdk::derive(sdk::derive(plan.key, "shuffle"), problem);
      item.controller = method.setup.make_controller(
          0, {{"actions", trace_to_replay(source[problem], replay.what == "shuffled", key)}});
    }
    results[problem] = guide_once(method, item, plan, worker, plan.place.below("problem", problem));
  });
  return results;
}

namespace {

// Every problem guided by a snapshot of the method's controller.
MethodResults guide_snapshot(const ReadyMethod& method, const ControllerSnapshot& snapshot, const GuidePlan& plan,
                             Executor& executor) {
  std::shared_ptr<ControllerInstance> controller = method.setup.make_controller(0);
  controller->load(snapshot.state);
  std::vector<uint64_t> groups(plan.problems->size());
  std::iota(groups.begin(), groups.end(), 0);
  MethodResults results(groups.size());
  executor.for_each(groups, [&](std::size_t problem, Worker& worker) {
    results[problem] =
        guide_once(method, {0, problem, nullptr, controller}, plan, worker, plan.place.below("problem", problem));
  });
  return results;
}

}  // namespace

std::vector<std::vector<BudgetPoint>> budget_of(const ReadyMethod& method, const MethodResults& results,
                                                const GuidePlan& plan, Executor& executor) {
  GuidePlan here = plan;
  std::vector<std::vector<BudgetPoint>> budget(results.size());
  // Several controllers are trained to see how much their seeds matter; a user trains one.
  const uint64_t trainings = method.snapshots.empty() ? 1 : method.controllers.size();
  const uint64_t batches = method.preparation_batches / trainings, steps = method.preparation_steps / trainings;
  for (const ControllerSnapshot& snapshot : method.snapshots) {
    here.place = plan.place.below("snapshot", static_cast<std::size_t>(&snapshot - method.snapshots.data()));
    const MethodResults guided = guide_snapshot(method, snapshot, here, executor);
    for (std::size_t problem = 0; problem < guided.size(); ++problem)
      budget[problem].push_back(
          {snapshot.batches + guided[problem].batches, snapshot.steps + guided[problem].steps, guided[problem].value});
  }
  for (std::size_t problem = 0; problem < results.size(); ++problem) {
    const GuidedResult& result = results[problem];
    for (const BudgetPoint& point : result.search)
      budget[problem].push_back({batches + point.batches, steps + point.steps, point.value});
    if (result.search.empty())
      budget[problem].push_back(
          {batches + result.search_batches + result.batches, steps + result.search_steps + result.steps, result.value});
  }
  return budget;
}

Profile profile_of(const MethodResults& results, std::size_t actions, int64_t width) {
  Profile profile;
  profile.width = width;
  const auto bin_width = static_cast<std::size_t>(width);
  for (const GuidedResult& result : results) {
    for (std::size_t begin = 0; begin < result.trace.size(); begin += bin_width) {
      const std::size_t bin = begin / bin_width;
      if (bin == profile.share.size()) {
        profile.share.emplace_back(actions, 0.0);
        profile.alive.push_back(0);
      }
      const std::size_t end = std::min(begin + bin_width, result.trace.size());
      for (std::size_t step = begin; step < end; ++step)
        profile.share[bin][result.trace[step]] += 1 / static_cast<double>(end - begin);
      profile.alive[bin] += 1;
    }
  }
  for (std::size_t bin = 0; bin < profile.share.size(); ++bin)
    for (double& share : profile.share[bin]) share /= profile.alive[bin];
  return profile;
}

}  // namespace autoloss
