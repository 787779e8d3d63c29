// The loop around a task's steps: features, the controller's decision, the step through the C contract, validation
// every 10 steps. Budgets are for one core with AVX-512 whose neighbour is idle.
#include <benchmark/benchmark.h>

#include "core/engine/episode.hpp"
#include "tests/unit/core/idle_components.hpp"

namespace autoloss {
namespace {

constexpr int64_t kSteps = 20000;

const Registry& registry() {
  static const Registry found({std::filesystem::path(AUTOLOSS_BENCH_PLUGINS)});
  return found;
}

// Runs whole episodes of kSteps steps and counts them.
void run(benchmark::State& state, const Component<autoloss_task_type>& component, const ValueMap& values,
         const std::string& controller_id, const ValueMap& controller_values, const FeatureConfig& features) {
  TaskInstance task(component, values, nullptr);
  const FeatureSchema schema(features, task.shape());
  const ControllerInstance controller(registry().controller(controller_id), controller_values, schema.names(),
                                      {task.shape().actions[0].name, task.shape().actions[1].name}, 1, nullptr);
  EpisodePlan plan;
  plan.setup.horizon = kSteps;
  plan.setup.values = &values;
  plan.length = {.horizon = kSteps, .validate_every = 10, .patience = 0};
  Guide::Options options;
  options.actions = {0, 1};
  options.horizon = kSteps;
  uint64_t steps = 0;
  for (auto _ : state) {
    ControllerSession session(controller);
    steps += run_episode(task, schema, session, options, plan, nullptr).steps;
  }
  state.SetItemsProcessed(static_cast<int64_t>(steps));
  state.counters["per_step"] =
      benchmark::Counter(static_cast<double>(steps), benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

FeatureConfig recipe() {
  FeatureConfig features;
  features.pick = {"steps", "gap", "log_gradient_ratio.0.1", "stall"};
  return features;
}

// Budget: the engine's own share, with a frozen controller, stays below .25 us a step: the task does next to nothing.
void BM_EngineStep(benchmark::State& state) {
  run(state, test::number_task(), test::number_values(), "bernoulli_linear", {}, recipe());
}
BENCHMARK(BM_EngineStep);

// Budget: 1.2 us a step at p = .5.
void BM_RegressionLoopLinear(benchmark::State& state) {
  run(state, registry().task("regression"), {}, "bernoulli_linear", {}, recipe());
}
BENCHMARK(BM_RegressionLoopLinear);

// Budget: 1.5 us a step at p = .5, with the paper's features refreshed at every step.
void BM_RegressionLoopSoftmaxMlp(benchmark::State& state) {
  FeatureConfig features;
  features.set = "paper";
  run(state, registry().task("regression"), {}, "softmax_mlp", {}, features);
}
BENCHMARK(BM_RegressionLoopSoftmaxMlp);

void BM_RegressionLoopSoftmaxMlpRecipe(benchmark::State& state) {
  run(state, registry().task("regression"), {}, "softmax_mlp", {}, recipe());
}
BENCHMARK(BM_RegressionLoopSoftmaxMlpRecipe);

// Budget: 12 us a step at p = .4 with AVX-512, 20 us with AVX2, validation on 1000 rows every 10 steps counted in.
void BM_ClassificationLoop(benchmark::State& state) {
  FeatureConfig features;
  run(state, registry().task("classification"), {}, "bernoulli_constant", {{"p", 0.4}}, features);
}
BENCHMARK(BM_ClassificationLoop)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace autoloss
