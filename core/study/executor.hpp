// Work is items: episodes with their inputs and results as plain values, taken from a queue. Threads serve it; results
// depend on the items alone, never on who served them or when.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "core/engine/episode.hpp"
#include "core/plugin/controller_instance.hpp"
#include "core/plugin/registry.hpp"
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
};

// Runs episodes, in parallel or not.
class EpisodeRunner {
 public:
  virtual ~EpisodeRunner() = default;
  // Outcomes in the order of the jobs. Throws what the first failing job threw.
  virtual std::vector<EpisodeOutcome> run(std::span<const EpisodeJob> jobs) = 0;

  // For trainings that outlive a call: a task instance like those that episodes run on,
  virtual std::unique_ptr<TaskInstance> make_task() const = 0;
  // and work(index) for each index below count, each once, on any thread. Throws what the least failing one threw.
  virtual void for_each_index(std::size_t count, const std::function<void(std::size_t)>& work) = 0;
};

// One that runs them itself, one after the other, on a task instance of its own. Not thread-safe.
class Worker final : public EpisodeRunner {
 public:
  Worker(const Component<autoloss_task_type>& task, const ValueMap& values, const autoloss_host* host)
      : component_(task), values_(values), host_(host), task_(task, values, host) {}

  EpisodeOutcome run(const EpisodeJob& job);
  std::vector<EpisodeOutcome> run(std::span<const EpisodeJob> jobs) override;
  std::unique_ptr<TaskInstance> make_task() const override;
  void for_each_index(std::size_t count, const std::function<void(std::size_t)>& work) override;
  TaskInstance& task() { return task_; }

 private:
  Component<autoloss_task_type> component_;
  ValueMap values_;
  const autoloss_host* host_;
  TaskInstance task_;
};

// A fixed number of workers that serve a queue.
class Executor final : public EpisodeRunner {
 public:
  Executor(int jobs, const Component<autoloss_task_type>& task, const ValueMap& values, const autoloss_host* host);

  // Calls work(index, worker) for each index below groups.size(), each once, on any thread. Indices of equal group go
  // to one worker as far as that leaves none idle. Throws what the failing call with the least index threw, after the
  // running ones have ended.
  void for_each(std::span<const uint64_t> groups, const std::function<void(std::size_t, Worker&)>& work);

  std::vector<EpisodeOutcome> run(std::span<const EpisodeJob> jobs) override;
  std::unique_ptr<TaskInstance> make_task() const override { return workers_.front()->make_task(); }
  void for_each_index(std::size_t count, const std::function<void(std::size_t)>& work) override;
  const TaskShape& shape() { return workers_.front()->task().shape(); }

 private:
  std::vector<std::unique_ptr<Worker>> workers_;
};

}  // namespace autoloss
