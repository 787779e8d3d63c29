// Work is items: episodes with their inputs and results as plain values, taken from a queue. Threads serve it; results
// depend on the items alone, never on who served them or when.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

#include "core/engine/episode.hpp"
#include "core/plugin/controller_instance.hpp"
#include "core/plugin/registry.hpp"
#include "core/record/ledger.hpp"
#include "core/study/problem.hpp"

namespace autoloss {

// One episode to run. What it points to outlives it and is only read.
struct EpisodeJob {
  const Problem* problem = nullptr;
  const ControllerInstance* controller = nullptr;
  const FeatureSchema* schema = nullptr;
  const std::vector<uint32_t>* actions = nullptr;  // the task's action for each of the controller's
  const EpisodeConfig* length = nullptr;
  uint64_t group = 0;  // jobs of equal group share their data: one worker takes them if it can
  ValueMap task;       // parameters of the task set otherwise
  uint32_t role = AUTOLOSS_ROLE_GUIDED;
  uint64_t key = 0;  // of the controller's draws
  Exploration exploration;
  bool greedy = false;
  uint32_t measured_split = AUTOLOSS_SPLIT_TEST;
  bool crossed = false;
  bool curve = false;
  std::string artifacts;  // begins the names of what the task writes; empty: that is not kept
  bool history = false;
  bool keep_trajectory = false;
  bool keep_trace = false;
};

struct EpisodeOutcome {
  EpisodeResult result;
  Trajectory trajectory;       // empty unless asked for
  std::vector<uint8_t> trace;  // likewise: index of the controller's action at each step
  std::string failure;         // why there is no result: a plugin crashed each time that it was tried; else ""

  template <class Archive>
  void serialize(Archive& archive) {
    archive(result, trajectory, trace, failure);
  }
};

// Runs episodes, in parallel or not.
class EpisodeRunner {
 public:
  virtual ~EpisodeRunner() = default;
  // Outcomes in the order of the jobs. Throws what the first failing job threw, Interrupted.
  //   place  of the jobs in the study: those that it remembers are not run again, or not from their beginning.
  virtual std::vector<EpisodeOutcome> run(std::span<const EpisodeJob> jobs, const Bookmark& place) = 0;

  // For trainings that outlive a call: a task instance like those that episodes run on,
  virtual std::unique_ptr<TaskInstance> make_task() const = 0;
  // and work(index) for each index below count, each once, on any thread. Throws what the least failing one threw.
  virtual void for_each_index(std::size_t count, const std::function<void(std::size_t)>& work) = 0;
  // How often an episode, or a part of one, that a crash of a plugin cost is tried again.
  virtual int retries() const = 0;
  // Counts one that is given up, by why. [thread-safe]
  virtual void give_up(const std::string& why) = 0;
};

// One that runs them itself, one after the other, on a task instance of its own. An isolated plugin that crashes costs
// an episode: it is run again from its beginning, as often as its maker says. Not thread-safe.
class Worker final : public EpisodeRunner {
 public:
  Worker(const Component<autoloss_task_type>& task, const ValueMap& values, const autoloss_host* host)
      : component_(task), values_(values), host_(host), task_(make_task()), shape_(task_->shape()) {}

  EpisodeOutcome run(const EpisodeJob& job, const Bookmark& place);
  std::vector<EpisodeOutcome> run(std::span<const EpisodeJob> jobs, const Bookmark& place) override;
  std::unique_ptr<TaskInstance> make_task() const override;
  void for_each_index(std::size_t count, const std::function<void(std::size_t)>& work) override;
  int retries() const override { return component_.maker != nullptr ? component_.maker->retries() : 0; }
  void give_up(const std::string& why) override { ++failures_[why]; }
  const TaskShape& shape() const { return shape_; }
  // Episodes that were given up, by why.
  const std::map<std::string, uint64_t>& failures() const { return failures_; }

 private:
  EpisodeOutcome run_once(const EpisodeJob& job, const Bookmark& place);
  EpisodeOutcome failed(const std::string& why);

  Component<autoloss_task_type> component_;
  ValueMap values_;
  const autoloss_host* host_;
  std::unique_ptr<TaskInstance> task_;  // nullptr after a crash, until it is needed
  TaskShape shape_;                     // as create() left it
  std::map<std::string, uint64_t> failures_;
};

// A fixed number of workers that serve a queue.
class Executor final : public EpisodeRunner {
 public:
  Executor(int jobs, const Component<autoloss_task_type>& task, const ValueMap& values, const autoloss_host* host);

  // Calls work(index, worker) for each index below groups.size(), each once, on any thread. Indices of equal group go
  // to one worker as far as that leaves none idle. Throws what the failing call with the least index threw, after the
  // running ones have ended; Interrupted.
  //   lengths  of the items, in any unit, where they are known: the longest begin first; else empty.
  void for_each(std::span<const uint64_t> groups, const std::function<void(std::size_t, Worker&)>& work,
                std::span<const double> lengths = {});

  std::vector<EpisodeOutcome> run(std::span<const EpisodeJob> jobs, const Bookmark& place) override;
  std::unique_ptr<TaskInstance> make_task() const override { return workers_.front()->make_task(); }
  void for_each_index(std::size_t count, const std::function<void(std::size_t)>& work) override;
  int retries() const override { return workers_.front()->retries(); }
  void give_up(const std::string& why) override;
  const TaskShape& shape() const { return workers_.front()->shape(); }
  // Episodes that were given up, by why. Not while any run.
  std::map<std::string, uint64_t> failures() const;

 private:
  std::vector<std::unique_ptr<Worker>> workers_;
  std::mutex mutex_;                          // of given_up_
  std::map<std::string, uint64_t> given_up_;  // beside what the workers did
};

}  // namespace autoloss
