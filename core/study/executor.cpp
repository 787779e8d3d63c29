#include "core/study/executor.hpp"

#include <algorithm>
#include <exception>
#include <map>
#include <mutex>
#include <numeric>
#include <thread>

#include "core/cancel.hpp"
#include "core/plugin/host_services.hpp"

namespace autoloss {
namespace {

// Items by group: a worker goes on with its group, then takes an untouched one, then helps where most is left.
class GroupedQueue {
 public:
  explicit GroupedQueue(std::span<const uint64_t> groups) {
    std::map<uint64_t, std::size_t> place;
    for (std::size_t index = 0; index < groups.size(); ++index) {
      const auto [found, is_new] = place.try_emplace(groups[index], groups_.size());
      if (is_new) groups_.emplace_back();
      groups_[found->second].items.push_back(index);
    }
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

EpisodeOutcome Worker::run(const EpisodeJob& job) {
  EpisodeOutcome outcome;
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
  outcome.result = run_episode(task_, *job.schema, session, options, plan, job.keep_trace ? &outcome.trace : nullptr);
  return outcome;
}

std::vector<EpisodeOutcome> Worker::run(std::span<const EpisodeJob> jobs) {
  std::vector<EpisodeOutcome> outcomes;
  for (const EpisodeJob& job : jobs) outcomes.push_back(run(job));
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

void Executor::for_each(std::span<const uint64_t> groups, const std::function<void(std::size_t, Worker&)>& work) {
  GroupedQueue queue(groups);
  FirstFailure failure;
  const auto serve = [&](Worker& worker) {
    std::size_t group = groups.size();
    while (const auto index = queue.take(group)) {
      try {
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

std::vector<EpisodeOutcome> Executor::run(std::span<const EpisodeJob> jobs) {
  std::vector<uint64_t> groups;
  for (const EpisodeJob& job : jobs) groups.push_back(job.group);
  std::vector<EpisodeOutcome> outcomes(jobs.size());
  for_each(groups, [&](std::size_t index, Worker& worker) { outcomes[index] = worker.run(jobs[index]); });
  return outcomes;
}

void Executor::for_each_index(std::size_t count, const std::function<void(std::size_t)>& work) {
  std::vector<uint64_t> groups(count);
  std::iota(groups.begin(), groups.end(), uint64_t{0});
  for_each(groups, [&](std::size_t index, Worker&) { work(index); });
}

}  // namespace autoloss
