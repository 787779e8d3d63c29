#include "core/study/executor.hpp"

#include <algorithm>
#include <cmath>
#include <exception>
#include <map>
#include <mutex>
#include <numeric>
#include <thread>

#include "core/cancel.hpp"
#include "core/errors.hpp"
#include "core/plugin/crash_stack.hpp"
#include "core/plugin/host_services.hpp"

namespace autoloss {
namespace {

// Items by group: a worker goes on with its group, then takes an untouched one, then helps where most is left. The
// longest come first, among groups and in each, so that the end does not wait for one that began late.
class GroupedQueue {
 public:
  GroupedQueue(std::span<const uint64_t> groups, std::span<const double> lengths) {
    std::map<uint64_t, std::size_t> place;
    for (std::size_t index = 0; index < groups.size(); ++index) {
      const auto [found, is_new] = place.try_emplace(groups[index], groups_.size());
      if (is_new) groups_.emplace_back();
      Group& group = groups_[found->second];
      group.items.push_back(index);
      if (!lengths.empty()) group.length += lengths[index];
    }
    if (lengths.empty()) return;
    std::stable_sort(groups_.begin(), groups_.end(),
                     [](const Group& a, const Group& b) { return a.length > b.length; });
    for (Group& group : groups_)
      std::stable_sort(group.items.begin(), group.items.end(),
                       [&](std::size_t a, std::size_t b) { return lengths[a] > lengths[b]; });
  }

  // The next item for a worker that last worked on `group`; sets it to the new one. Nothing when all are taken.
  std::optional<std::size_t> take(std::size_t& group) {
    const std::lock_guard lock(mutex_);
    if (closed_) return std::nullopt;
    if (group >= groups_.size() || groups_[group].left() == 0) group = choose();
    if (group >= groups_.size()) return std::nullopt;
    return groups_[group].items[groups_[group].taken++];
  }

  // No more items are handed out.
  void close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }

 private:
  struct Group {
    std::vector<std::size_t> items;
    double length = 0;
    std::size_t taken = 0;
    std::size_t left() const { return items.size() - taken; }
  };

  std::size_t choose() {
    if (untouched_ < groups_.size()) return untouched_++;
    const auto most = std::max_element(groups_.begin(), groups_.end(),
                                       [](const Group& a, const Group& b) { return a.left() < b.left(); });
    return most != groups_.end() && most->left() > 0 ? static_cast<std::size_t>(most - groups_.begin())
                                                     : groups_.size();
  }

  std::mutex mutex_;
  std::vector<Group> groups_;
  std::size_t untouched_ = 0;
  bool closed_ = false;
};

// The failure of the least item, so that a run fails the same way for any number of workers.
class FirstFailure {
 public:
  void add(std::size_t index, std::exception_ptr failure) {
    const std::lock_guard lock(mutex_);
    if (!failure_ || index < index_) index_ = index, failure_ = std::move(failure);
  }
  void rethrow() const {
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  std::mutex mutex_;
  std::size_t index_ = 0;
  std::exception_ptr failure_;
};

}  // namespace

EpisodeOutcome Worker::run(const EpisodeJob& job, const Bookmark& place) {
  for (int left = retries();;) {
    try {
      if (!task_) task_ = make_task();
      return run_once(job, place);
    } catch (const PluginCrashed& crash) {
      task_.reset();  // whichever plugin it was: this one is in the middle of the episode
      if (!crash.at_fault() || left-- > 0) continue;
      const EpisodeOutcome outcome = failed(crash.what());
      place.put(outcome, std::string());
      return outcome;
    }
  }
}

// Counts as diverged: nothing is known of what it would have come to.
EpisodeOutcome Worker::failed(const std::string& why) {
  give_up(why);
  EpisodeOutcome outcome;
  outcome.failure = why;
  outcome.result.diverged = true;
  outcome.result.best_valid = std::nan("");
  outcome.result.measured.assign(shape_.metrics.size(), std::nan(""));
  return outcome;
}

EpisodeOutcome Worker::run_once(const EpisodeJob& job, const Bookmark& place) {
  EpisodeOutcome outcome;
  std::string running_state;  // empty: the episode has ended
  const bool begun = place.find(outcome, running_state);
  if (begun && running_state.empty()) {
    if (!outcome.failure.empty()) give_up(outcome.failure);
    return outcome;
  }

  ValueMap values;
  const auto horizon = static_cast<uint64_t>(job.length->horizon);

  EpisodePlan plan;
  plan.setup = job.problem->setup(job.role, horizon, job.task, values);
  plan.length = *job.length;
  plan.measured_split = job.measured_split;
  plan.crossed = job.crossed;
  plan.curve = job.curve;
  plan.history = job.history;

  Guide::Options options;
  options.actions = *job.actions;
  options.horizon = horizon;
  options.key = job.key;
  options.exploration = job.exploration;
  options.greedy = job.greedy;
  options.logit_count = job.controller->logit_count();
  options.record = job.keep_trajectory ? &outcome.trajectory : nullptr;

  const ArtifactLabel label(job.artifacts);
  ControllerSession session(*job.controller);
  Attention attention(place);
  std::optional<RunningEpisode> running;
  if (begun)
    running.emplace(*task_, *job.schema, session, options, plan, running_state);
  else
    running.emplace(*task_, *job.schema, session, options, plan);
  while (!running->ended()) {
    const uint64_t steps = running->advance(attention.patience(), job.keep_trace ? &outcome.trace : nullptr);
    if (!attention.calls(steps)) continue;
    if (!running->ended() && running->can_save()) place.put(outcome, running->save());
    attention.answered();
  }
  outcome.result = running->finish();
  place.put(outcome, std::string());
  return outcome;
}

std::vector<EpisodeOutcome> Worker::run(std::span<const EpisodeJob> jobs, const Bookmark& place) {
  std::vector<EpisodeOutcome> outcomes;
  for (std::size_t index = 0; index < jobs.size(); ++index)
    outcomes.push_back(run(jobs[index], place.below("episode", index)));
  return outcomes;
}

std::unique_ptr<TaskInstance> Worker::make_task() const {
  return std::make_unique<TaskInstance>(component_, values_, host_);
}

void Worker::for_each_index(std::size_t count, const std::function<void(std::size_t)>& work) {
  for (std::size_t index = 0; index < count; ++index) work(index);
}

Executor::Executor(int jobs, const Component<autoloss_task_type>& task, const ValueMap& values,
                   const autoloss_host* host) {
  for (int index = 0; index < std::max(jobs, 1); ++index)
    workers_.push_back(std::make_unique<Worker>(task, values, host));
}

void Executor::give_up(const std::string& why) {
  const std::lock_guard lock(mutex_);
  ++given_up_[why];
}

std::map<std::string, uint64_t> Executor::failures() const {
  std::map<std::string, uint64_t> all = given_up_;
  for (const auto& worker : workers_)
    for (const auto& [why, count] : worker->failures()) all[why] += count;
  return all;
}

void Executor::for_each(std::span<const uint64_t> groups, const std::function<void(std::size_t, Worker&)>& work,
                        std::span<const double> lengths) {
  GroupedQueue queue(groups, lengths);
  FirstFailure failure;
  const auto serve = [&](Worker& worker) {
    const CrashStack stack;
    std::size_t group = groups.size();
    while (const auto index = queue.take(group)) {
      try {
        if (cancelled()) throw Interrupted(cancel_code());
        work(*index, worker);
      } catch (...) {
        failure.add(*index, std::current_exception());
        queue.close();
      }
    }
  };
  {
    std::vector<std::jthread> threads;
    for (std::size_t index = 1; index < workers_.size(); ++index)
      threads.emplace_back([&, index] { serve(*workers_[index]); });
    serve(*workers_.front());
  }
  failure.rethrow();
}

std::vector<EpisodeOutcome> Executor::run(std::span<const EpisodeJob> jobs, const Bookmark& place) {
  std::vector<uint64_t> groups;
  std::vector<double> lengths;
  for (const EpisodeJob& job : jobs) {
    groups.push_back(job.group);
    lengths.push_back(static_cast<double>(job.length->horizon));
  }
  std::vector<EpisodeOutcome> outcomes(jobs.size());
  for_each(
      groups,
      [&](std::size_t index, Worker& worker) {
        outcomes[index] = worker.run(jobs[index], place.below("episode", index));
      },
      lengths);
  return outcomes;
}

void Executor::for_each_index(std::size_t count, const std::function<void(std::size_t)>& work) {
  std::vector<uint64_t> groups(count);
  std::iota(groups.begin(), groups.end(), uint64_t{0});
  for_each(groups, [&](std::size_t index, Worker&) { work(index); });
}

}  // namespace autoloss
