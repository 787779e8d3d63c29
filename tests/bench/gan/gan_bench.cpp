// The GAN task at its default size, 14 x 14 images and batches of 32: the whole loop, that is controller, features at
// every step, the C contract, gradient norms and signals, beside a bare LibTorch loop of the same updates.
#include <benchmark/benchmark.h>

#include "plugins/shared/torch/single_thread.hpp"
#include "tests/bench/endless_training.hpp"
#include "tests/bench/gan/bare_gan.hpp"

namespace autoloss {
namespace {

using bench::seconds;

bench::EndlessTraining loop_of(std::vector<uint32_t> actions) {
  return bench::EndlessTraining({.task = "gan",
                                 .values = {{"images", int64_t{2000}},
                                            {"classifier_epochs", int64_t{1}},
                                            {"samples", int64_t{100}},
                                            {"longest_run", int64_t{0}},
                                            {"grid_every", int64_t{0}}},
                                 .controller = "bernoulli_linear",
                                 .features = {"progress_centred", "signal.lead"},
                                 .refresh = Refresh::kStep,
                                 .actions = std::move(actions)});
}

// Budget: the loop takes at most 1.02 of the bare one. Both take turns of 20 steps, so that a busy moment of the
// machine meets both.
void BM_GanLoopAgainstBare(benchmark::State& state) {
  constexpr uint64_t kTurn = 20;
  const auto action = static_cast<uint32_t>(state.range(0));
  bench::EndlessTraining loop = loop_of({action, action});
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
  bench::EndlessTraining loop = loop_of({0, 1});
  loop.advance(200);
  const double before = bench::bytes_in_use();
  for (auto _ : state) loop.advance(10'000);
  state.counters["growth_bytes"] = bench::bytes_in_use() - before;
}
BENCHMARK(BM_GanMemoryOfTenThousandSteps)->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace autoloss
