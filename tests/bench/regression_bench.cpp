// The regression task at the size of the paper: 16 dimensions, 200 rows a partition. Budgets are for one core with
// AVX-512 whose neighbour is idle.
#include <benchmark/benchmark.h>

#include "plugins/shared/training/descent.hpp"
#include "plugins/tasks/regression/generator.hpp"
#include "plugins/tasks/regression/model.hpp"

namespace autoloss::regression {
namespace {

DataSet paper_data(std::size_t dimensions = 16, std::size_t rows = 200) {
  return {std::make_unique<Generator>(GeneratorSettings{dimensions, rows, 2.0}, 1),
          Role::kGuided,
          {.dimensions = dimensions}};
}

void run_steps(benchmark::State& state, Action action, DataSet data, const ModelSettings& settings) {
  Model model;
  model.begin(settings, data, 1, 2);
  model.step(action);  // makes the training data
  for (auto _ : state) benchmark::DoNotOptimize(model.step(action));
  state.SetItemsProcessed(state.iterations());
  state.SetLabel(training::instruction_set());
}

// Budget: 1.0 us, Adam included.
void BM_RegressionMseStep(benchmark::State& state) {
  run_steps(state, Action::kMse, paper_data(), {});
}
BENCHMARK(BM_RegressionMseStep);

// Budget: .12 us, Adam included.
void BM_RegressionL1Step(benchmark::State& state) {
  run_steps(state, Action::kL1, paper_data(), {});
}
BENCHMARK(BM_RegressionL1Step);

// Budget: 1.0 us, Adam included.
void BM_RegressionJointStep(benchmark::State& state) {
  run_steps(state, Action::kJoint, paper_data(), {});
}
BENCHMARK(BM_RegressionJointStep);

// From the Gram matrix or row by row, whichever the size calls for.
void BM_RegressionMseStepBySize(benchmark::State& state) {
  const auto dimensions = static_cast<std::size_t>(state.range(0));
  const auto rows = static_cast<std::size_t>(state.range(1));
  run_steps(state, Action::kMse, paper_data(dimensions, rows), {});
}
BENCHMARK(BM_RegressionMseStepBySize)->ArgNames({"dimensions", "rows"})->ArgsProduct({{8, 16, 32}, {40, 60, 100, 800}});

void BM_RegressionMinibatchStep(benchmark::State& state) {
  const auto batch = static_cast<std::size_t>(state.range(0));
  run_steps(state, Action::kMse, paper_data(), {.batch_size = batch});
}
BENCHMARK(BM_RegressionMinibatchStep)->ArgName("batch")->Arg(16)->Arg(64);

// Budget: 1 us.
void BM_RegressionValidation(benchmark::State& state) {
  DataSet data = paper_data();
  Model model;
  model.begin({}, data, 1, 2);
  for (auto _ : state) benchmark::DoNotOptimize(model.measure(Split::kValid));
  state.SetLabel(training::instruction_set());
}
BENCHMARK(BM_RegressionValidation);

// Budget: 10 us, as many episodes share a data set.
void BM_RegressionFreshModel(benchmark::State& state) {
  DataSet data = paper_data();
  Model model;
  uint64_t seed = 0;
  for (auto _ : state) model.begin({}, data, ++seed, 2);
}
BENCHMARK(BM_RegressionFreshModel);

// Budget: 1.8 ms for every split there is.
void BM_RegressionDataSet(benchmark::State& state) {
  for (auto _ : state) {
    DataSet data = paper_data();
    for (std::size_t split = 0; split < kSplitCount; ++split) {
      const SquaredError* error = &data.error(static_cast<Split>(split));
      benchmark::DoNotOptimize(error);
    }
  }
}
BENCHMARK(BM_RegressionDataSet)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace autoloss::regression
