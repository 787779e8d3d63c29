// The GAN task at its default size, 14 x 14 images and batches of 32: the whole loop, that is controller, features at
// every step, the C contract, gradient norms and signals, beside a bare LibTorch loop of the same updates.
#include <benchmark/benchmark.h>
#include <malloc.h>

#include <chrono>

#include "core/engine/episode.hpp"
#include "plugins/shared/torch/single_thread.hpp"
#include "tests/bench/gan/bare_gan.hpp"

namespace autoloss {
namespace {

constexpr int64_t kEndless = 1'000'000'000;

const Registry& registry() {
  static const Registry found({std::filesystem::path(AUTOLOSS_BENCH_PLUGINS)});
  return found;
}

// A training that goes on and on, by the actions given: both of the controller's may be the same one.
class Loop {
 public:
  explicit Loop(const std::vector<uint32_t>& actions)
      : values_{{"images", int64_t{2000}},
                {"classifier_epochs", int64_t{1}},
                {"samples", int64_t{100}},
                {"longest_run", int64_t{0}},
                {"grid_every", int64_t{0}}},
        task_(registry().task("gan"), values_, nullptr),
        schema_({"progress_centred", "signal.lead"}, Refresh::kStep, task_.shape()),
        controller_(registry().controller("bernoulli_linear"), {}, schema_.names(), {"discriminator", "generator"}, 1,
                    nullptr),
        session_(controller_) {
    plan_.setup.values = &values_;
    plan_.length = {.horizon = kEndless, .validate_every = kEndless, .patience = 0};
    Guide::Options options;
    options.actions = actions;
    options.horizon = kEndless;
    episode_ = std::make_unique<RunningEpisode>(task_, schema_, session_, options, plan_);
  }
  void advance(uint64_t steps) { episode_->advance(steps); }

 private:
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

// Budget: the loop takes at most 1.02 of the bare one. Both take turns of 20 steps, so that a busy moment of the
// machine meets both.
void BM_GanLoopAgainstBare(benchmark::State& state) {
  constexpr uint64_t kTurn = 20;
  const auto action = static_cast<uint32_t>(state.range(0));
  Loop loop({action, action});
  bench::BareGan bare(1000);
  const torch_parts::SingleThread one_thread;
  double ours = 0, theirs = 0;
  for (auto _ : state) {
    ours += seconds([&] { loop.advance(kTurn); });
    theirs += seconds([&] {
      for (uint64_t step = 0; step < kTurn; ++step) action == 0 ? bare.discriminator_step() : bare.generator_step();
    });
  }
  const double steps = static_cast<double>(state.iterations()) * kTurn;
  state.counters["loop_ms"] = 1e3 * ours / steps;
  state.counters["bare_ms"] = 1e3 * theirs / steps;
  state.counters["ratio"] = ours / theirs;
  state.SetLabel(action == 0 ? "discriminator" : "generator");
}
BENCHMARK(BM_GanLoopAgainstBare)->Arg(0)->Arg(1)->Iterations(50)->Unit(benchmark::kMillisecond);

// Budget: nothing. Bytes that malloc has handed out, before and after 10,000 steps.
void BM_GanMemoryOfTenThousandSteps(benchmark::State& state) {
  const auto in_use = [] {
    const struct mallinfo2 info = mallinfo2();
    return static_cast<double>(info.uordblks + info.hblkhd);
  };
  Loop loop({0, 1});
  loop.advance(200);
  const double before = in_use();
  for (auto _ : state) loop.advance(10'000);
  state.counters["growth_bytes"] = in_use() - before;
}
BENCHMARK(BM_GanMemoryOfTenThousandSteps)->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace autoloss
