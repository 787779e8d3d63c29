// The translation task at its default size: the whole loop, that is controller, features, the C contract, gradient
// norms and averages, beside the same updates without a loop, and beside a plain LibTorch program of the same network.
#include <benchmark/benchmark.h>
#include <malloc.h>

#include <algorithm>
#include <chrono>

#include "core/engine/episode.hpp"
#include "plugins/shared/torch/single_thread.hpp"
#include "plugins/tasks/nmt/data/built_in.hpp"
#include "plugins/tasks/nmt/model/model.hpp"
#include "tests/bench/nmt/bare_nmt.hpp"

namespace autoloss {
namespace {

constexpr int64_t kEndless = 1'000'000'000;

const Registry& registry() {
  static const Registry found({std::filesystem::path(AUTOLOSS_BENCH_PLUGINS)});
  return found;
}

// A training that goes on and on, by one action or by all three.
class Loop {
 public:
  explicit Loop(const std::vector<uint32_t>& actions)
      : task_(registry().task("nmt"), values_, nullptr),
        schema_({"progress_centred", "stall"}, Refresh::kValidation, task_.shape()),
        controller_(registry().controller("mixture"), {}, schema_.names(), names(actions.size()), 1, nullptr),
        session_(controller_) {
    plan_.setup.values = &values_;
    plan_.setup.role = AUTOLOSS_ROLE_GUIDED;
    plan_.length = {.horizon = kEndless, .validate_every = kEndless, .patience = 0};
    Guide::Options options;
    options.actions = actions;
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

const std::shared_ptr<const nmt::DataSet>& data() {
  static const std::shared_ptr<const nmt::DataSet> set =
      std::make_shared<nmt::DataSet>(nmt::make_built_in({}, AUTOLOSS_ROLE_GUIDED, 0));
  return set;
}

nmt::Model fresh_model() {
  nmt::Model model;
  model.begin({}, data(), 0, 0);
  return model;
}

// The first sentences as pointers, by length.
template <class Item>
std::vector<const Item*> by_length(const std::vector<Item>& items) {
  std::vector<const Item*> list;
  for (std::size_t index = 0; index < 288; ++index) list.push_back(&items[index]);
  std::sort(list.begin(), list.end(), [](const Item* a, const Item* b) { return a->source.size() < b->source.size(); });
  return list;
}

// Batches of one job, of about one length each, as the task makes them.
std::vector<nmt::Batch> batches_of(nmt::Job job) {
  std::vector<nmt::Batch> batches;
  const auto cut = [&](const auto& items) {
    for (auto begin = items.begin(); begin != items.end(); begin += 32)
      batches.push_back(nmt::make_batch(std::decay_t<decltype(items)>(begin, begin + 32)));
  };
  const nmt::Sentences& training = data()->splits[0];
  if (job == nmt::Job::kTranslation)
    cut(by_length(training.pairs));
  else
    cut(by_length(training.of(job)));
  return batches;
}

template <class Work>
double seconds(Work&& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

// Budget: the loop takes at most 1.02 of the updates alone. All three take turns of 20 steps, so that a busy moment of
// the machine meets each of them.
void BM_NmtLoopAgainstBare(benchmark::State& state) {
  constexpr uint64_t kTurn = 20;
  const auto action = static_cast<uint32_t>(state.range(0));
  const auto job = static_cast<nmt::Job>(action);
  Loop loop({action});
  nmt::Model model = fresh_model();
  const std::vector<nmt::Batch> batches = batches_of(job);
  bench::BareNmt bare(static_cast<int64_t>(data()->source->size()), static_cast<int64_t>(data()->target->size()), 20);
  const torch_parts::SingleThread one_thread;
  double looped = 0, alone = 0, plain = 0, tokens = 0;
  std::size_t next = 0;
  for (auto _ : state) {
    looped += seconds([&] { loop.advance(kTurn); });
    alone += seconds([&] {
      for (uint64_t step = 0; step < kTurn; ++step) model.step(job);
    });
    plain += seconds([&] {
      for (uint64_t step = 0; step < kTurn; ++step) {
        const nmt::Batch& batch = batches[next++ % batches.size()];
        tokens += static_cast<double>(batch.tokens());
        job == nmt::Job::kTranslation ? bare.translation_step(batch) : bare.tagging_step(batch);
      }
    });
  }
  const double steps = static_cast<double>(state.iterations()) * kTurn;
  state.counters["loop_ms"] = 1e3 * looped / steps;
  state.counters["alone_ms"] = 1e3 * alone / steps;
  state.counters["plain_ms"] = 1e3 * plain / steps;
  state.counters["loop_to_alone"] = looped / alone;
  state.counters["loop_to_plain"] = looped / plain;
  state.counters["tokens_per_s"] = tokens / looped;
  state.SetLabel(nmt::name_of(job));
}
BENCHMARK(BM_NmtLoopAgainstBare)->Arg(0)->Arg(1)->Arg(2)->Iterations(30)->Unit(benchmark::kMillisecond);

// A validation: 200 pairs, and 200 sentences of each kind of tags.
void BM_NmtValidation(benchmark::State& state) {
  nmt::Model model = fresh_model();
  const torch_parts::SingleThread one_thread;
  for (auto _ : state) {
    model.losses(nmt::Job::kTranslation, AUTOLOSS_SPLIT_VALID);
    for (const nmt::Job job : {nmt::Job::kEntities, nmt::Job::kClasses}) {
      model.losses(job, AUTOLOSS_SPLIT_VALID);
      model.tagging_score(job, AUTOLOSS_SPLIT_VALID);
    }
  }
}
BENCHMARK(BM_NmtValidation)->Iterations(20)->Unit(benchmark::kMillisecond);

// Budget: nothing. Bytes that malloc has handed out, before and after 2,000 steps.
void BM_NmtMemoryOfTwoThousandSteps(benchmark::State& state) {
  const auto in_use = [] {
    const struct mallinfo2 info = mallinfo2();
    return static_cast<double>(info.uordblks + info.hblkhd);
  };
  Loop loop({0, 1, 2});
  loop.advance(200);
  const double before = in_use();
  for (auto _ : state) loop.advance(2'000);
  state.counters["growth_bytes"] = in_use() - before;
}
BENCHMARK(BM_NmtMemoryOfTwoThousandSteps)->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace autoloss
