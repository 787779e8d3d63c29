#include "core/study/guided.hpp"

#include <algorithm>
#include <cmath>
#include <deque>
#include <numeric>

#include "core/study/best_trial.hpp"

namespace autoloss {
namespace {

// One episode of one method on one problem: a trial of a search, or the only one.
struct GuidedItem {
  std::size_t method = 0;
  std::size_t problem = 0;
  std::size_t trial = 0;                   // of a search, or the number of the controller
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

// All methods on all problems. Not thread-safe but for what run() does with different items.
class Guiding {
 public:
  Guiding(const std::vector<ReadyMethod>& methods, const GuidePlan& plan)
      : methods_(methods),
        plan_(plan),
        maximize_(plan.shape->metrics[plan.shape->primary_metric].maximize),
        trials_(methods.size()),
        trial_controllers_(methods.size()),
        best_(methods.size()),
        each_(methods.size()),
        told_(std::min(static_cast<std::size_t>(plan.curves), problems()) * methods.size()) {
    for (std::size_t index = 0; index < methods.size(); ++index) prepare(index);
    list_items();
  }

  const std::vector<GuidedItem>& items() const { return items_; }

  void run(const GuidedItem& item, Worker& worker) {
    if (item.assignment != nullptr)
      try_one(item, worker);
    else if (trains_each(*methods_[item.method].setup.method))
      train_one(item, worker);
    else
      each_[item.method][item.problem][item.trial] =
          guide_once(methods_[item.method], item, plan_, worker, place_of_trial(item));
  }

  // Once all items are done: what trainings on problems told, and the results by method and problem.
  void tell(EventLog& events) const {
    for (const EventList& story : told_)
      for (const std::string& line : story.lines()) events.add(line);
  }
  std::vector<MethodResults> take_results() {
    std::vector<MethodResults> results(methods_.size());
    for (std::size_t index = 0; index < methods_.size(); ++index) {
      if (methods_[index].setup.method->replay) continue;
      for (std::size_t problem = 0; problem < problems(); ++problem)
        results[index].push_back(trials_[index].empty() ? folded(std::move(each_[index][problem]))
                                                        : best_[index][problem].take(trials_[index]));
    }
    return results;
  }

 private:
  std::size_t problems() const { return plan_.problems->size(); }
  std::size_t controller_count(std::size_t method) const {
    return std::max<std::size_t>(methods_[method].controllers.size(), 1);
  }
  Bookmark place_of(std::size_t method, std::size_t problem) const {
    return plan_.place.below("method", method).below("problem", problem);
  }
  Bookmark place_of_trial(const GuidedItem& item) const {
    return place_of(item.method, item.problem).below("trial", item.trial);
  }

  // The trials of a method that searches on each problem, and room for results.
  void prepare(std::size_t index) {
    const MethodSetup& setup = methods_[index].setup;
    each_[index].assign(problems(), std::vector<GuidedResult>(controller_count(index)));
    for (std::size_t problem = 0; problem < problems(); ++problem) best_[index].emplace_back(plan_.budget);
    if (!tunes_each(*setup.method)) return;
    const uint64_t key = sdk::derive(sdk::derive(plan_.key, "tune"), setup.method->name);
    trials_[index] = candidates(*setup.method, plan_.problems->front().values, key);
    for (const Assignment& trial : trials_[index])
      trial_controllers_[index].push_back(setup.make_controller(sdk::derive(key, "controller"), trial.controller));
    for (std::size_t problem = 0; problem < problems(); ++problem)
      place_of(index, problem).below("best").find(best_[index][problem]);
  }

  void list_items() {
    for (std::size_t problem = 0; problem < problems(); ++problem)
      for (std::size_t index = 0; index < methods_.size(); ++index)
        if (!methods_[index].setup.method->replay) list_items(index, problem);
  }

  // One a trial of a search, or one a controller.
  void list_items(std::size_t index, std::size_t problem) {
    const auto& controllers = methods_[index].controllers;
    for (std::size_t trial = 0; trial < trials_[index].size(); ++trial)
      items_.push_back({index, problem, trial, &trials_[index][trial], trial_controllers_[index][trial]});
    if (!trials_[index].empty()) return;
    for (std::size_t trial = 0; trial < controller_count(index); ++trial)
      items_.push_back({index, problem, trial, nullptr, controllers.empty() ? nullptr : controllers[trial]});
  }

  void try_one(const GuidedItem& item, Worker& worker) {
    BestTrial& search = best_[item.method][item.problem];
    if (search.has(item.trial)) return;
    const Bookmark place = place_of_trial(item);
    search.offer(item.trial, result_of(worker.run(job_of(methods_[item.method], item, plan_), place), plan_.measure),
                 maximize_, place_of(item.method, item.problem).below("best"));
    place.forget();
  }

  // Training on each problem tells its story for the first problems only, one after the other.
  void train_one(const GuidedItem& item, Worker& worker) {
    EventList unheard;
    const std::size_t at = item.problem * methods_.size() + item.method;
    EventList& story = at < told_.size() ? told_[at] : unheard;
    GuidedResult& result = each_[item.method][item.problem][item.trial];
    const Bookmark place = place_of_trial(item);
    std::string lines;
    if (place.find(result, lines)) {
      story.load(lines);
      return;
    }
    result = train_and_guide(methods_[item.method], item, plan_, worker, story, place);
    place.put(result, story.save());
  }

  const std::vector<ReadyMethod>& methods_;
  const GuidePlan& plan_;
  bool maximize_;
  // Of each method: the trials of a search on each problem, and their controllers.
  std::vector<std::vector<Assignment>> trials_;
  std::vector<std::vector<std::shared_ptr<const ControllerInstance>>> trial_controllers_;
  // Of each method and problem: what a search chose, or what each controller did.
  std::vector<std::deque<BestTrial>> best_;
  std::vector<std::vector<std::vector<GuidedResult>>> each_;
  std::vector<EventList> told_;  // of the first problems, by problem and method
  std::vector<GuidedItem> items_;
};

}  // namespace

std::vector<MethodResults> guide_methods(const std::vector<ReadyMethod>& methods, const GuidePlan& plan,
                                         Executor& executor, Progress* progress, EventLog& events) {
  Guiding guiding(methods, plan);
  const std::vector<GuidedItem>& items = guiding.items();
  std::vector<uint64_t> groups;
  std::vector<double> lengths;
  for (const GuidedItem& item : items) {
    groups.push_back(item.problem);
    lengths.push_back(length_of(*methods[item.method].setup.method));
  }

  if (progress != nullptr) progress->stage(plan.what, items.size());
  const auto run = [&](std::size_t index, Worker& worker) {
    guiding.run(items[index], worker);
    if (progress != nullptr) progress->advance(1);
  };
  executor.for_each(groups, run, lengths);
  guiding.tell(events);
  return guiding.take_results();
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
    GuidedItem item{0, problem, 0, nullptr, profile};
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
        guide_once(method, {0, problem, 0, nullptr, controller}, plan, worker, plan.place.below("problem", problem));
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
