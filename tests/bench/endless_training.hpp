// What the benchmarks of tasks with networks share: a training that goes on and on, and what it takes.
#pragma once

#include <malloc.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "core/engine/episode.hpp"

namespace autoloss::bench {

inline const Registry& registry() {
  static const Registry found({std::filesystem::path(AUTOLOSS_BENCH_PLUGINS)});
  return found;
}

struct EndlessSettings {
  std::string task;
  ValueMap values;
  std::string controller;
  std::vector<std::string> features;
  Refresh refresh = Refresh::kValidation;
  std::vector<uint32_t> actions;  // the task's, for each of the controller's; several may be the same one
};

// A guided training without validations and without an end.
class EndlessTraining {
 public:
  explicit EndlessTraining(EndlessSettings settings)
      : values_(std::move(settings.values)),
        task_(registry().task(settings.task), values_, nullptr),
        schema_(std::move(settings.features), settings.refresh, task_.shape()),
        controller_(registry().controller(settings.controller), {}, schema_.names(), names(settings.actions.size()), 1,
                    nullptr),
        session_(controller_) {
    constexpr int64_t kEndless = 1'000'000'000;
    plan_.setup.values = &values_;
    plan_.setup.role = AUTOLOSS_ROLE_GUIDED;
    plan_.length = {.horizon = kEndless, .validate_every = kEndless, .patience = 0};
    Guide::Options options;
    options.actions = std::move(settings.actions);
    options.horizon = kEndless;
    episode_ = std::make_unique<RunningEpisode>(task_, schema_, session_, options, plan_);
  }
  void advance(uint64_t steps) { episode_->advance(steps); }

 private:
  static std::vector<std::string> names(std::size_t count) {
    std::vector<std::string> names;
    while (names.size() < count) names.push_back("action" + std::to_string(names.size()));
    return names;
  }

  ValueMap values_;
  TaskInstance task_;
  FeatureSchema schema_;
  ControllerInstance controller_;
  ControllerSession session_;
  EpisodePlan plan_;
  std::unique_ptr<RunningEpisode> episode_;
};

template <class Work>
double seconds(Work&& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

// Bytes that malloc has handed out.
inline double bytes_in_use() {
  const struct mallinfo2 info = mallinfo2();
  return static_cast<double>(info.uordblks + info.hblkhd);
}

}  // namespace autoloss::bench
