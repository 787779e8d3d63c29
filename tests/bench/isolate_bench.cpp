// What it costs to have a task in a process of its own.
#include <benchmark/benchmark.h>

#include "core/isolate/isolated_instances.hpp"
#include "core/plugin/task_instance.hpp"

namespace autoloss {
namespace {

// Steps of a task that does next to nothing: the rest is the way there and back.
void run(benchmark::State& state, const Registry& registry) {
  const ValueMap values;
  TaskInstance task(registry.task("toy_task"), values, nullptr);
  EpisodeSetup setup;
  setup.values = &values;
  task.begin(setup);
  for (auto _ : state) benchmark::DoNotOptimize(task.step(0).loss);
  state.SetItemsProcessed(state.iterations());
}

const std::filesystem::path kToy = AUTOLOSS_BENCH_TEST_PLUGINS "/toy";

void BM_StepInThisProcess(benchmark::State& state) {
  run(state, Registry({kToy}));
}
BENCHMARK(BM_StepInThisProcess)->UseRealTime();

// Budget: 10 us a call. As many pairs of processes as threads, so as with --jobs.
void BM_StepIsolated(benchmark::State& state) {
  Registry registry({kToy});
  Isolation isolation;
  isolation.program = AUTOLOSS_BENCH_PROGRAM;
  registry.make_instances_by(std::make_unique<IsolatedInstances>(isolation));
  run(state, registry);
}
BENCHMARK(BM_StepIsolated)->UseRealTime()->Unit(benchmark::kMicrosecond)->Threads(1)->Threads(2);

}  // namespace
}  // namespace autoloss
