// One core, processor time. Budgets are of the paper's size: 32 columns, 32 hidden units, 200 training rows, 1000
// validation rows, with AVX-512.
#include <benchmark/benchmark.h>
#include <hwy/highway.h>

#include "plugins/shared/training/descent.hpp"
#include "plugins/tasks/classification/generator.hpp"
#include "plugins/tasks/classification/model.hpp"

namespace autoloss::classification {
namespace {

class Classification : public benchmark::Fixture {
 public:
  void SetUp(benchmark::State& state) override {
    data_ = std::make_unique<DataSet>(std::make_unique<Generator>(GeneratorSettings{}, 1), Role::kGuided);
    model_.begin({}, *data_, 1, 1);
    for (const Split split : {Split::kTrain, Split::kValid}) model_.measure(split);
    state.SetLabel(training::instruction_set());
  }

 protected:
  std::unique_ptr<DataSet> data_;
  Model model_;
};

// Budget: a step on the cross entropy 10 us, on L1 .3 us.
BENCHMARK_DEFINE_F(Classification, Step)(benchmark::State& state) {
  const auto action = static_cast<Action>(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(model_.step(action));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK_REGISTER_F(Classification, Step)->ArgName("action")->DenseRange(0, 2);

// Budget: 20 us.
BENCHMARK_F(Classification, Validation)(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(model_.measure(Split::kValid));
}

// Budget: 20 us a step with AVX2, at p = .4 and a validation every 10 steps; the engine's share comes on top
// (BM_ClassificationLoop).
BENCHMARK_F(Classification, MixWithAvx2)(benchmark::State& state) {
  hwy::SetSupportedTargetsForTest(HWY_AVX2);
  hwy::GetChosenTarget().Update(hwy::SupportedTargets());
  for (auto _ : state) {
    for (int step = 0; step < 10; ++step)
      benchmark::DoNotOptimize(model_.step(step % 5 < 2 ? Action::kL1 : Action::kCrossEntropy));
    benchmark::DoNotOptimize(model_.measure(Split::kValid));
  }
  state.SetLabel(training::instruction_set());
  state.counters["per_step"] = benchmark::Counter(10.0 * static_cast<double>(state.iterations()),
                                                  benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
  hwy::SetSupportedTargetsForTest(0);
  hwy::GetChosenTarget().Update(hwy::SupportedTargets());
}

}  // namespace
}  // namespace autoloss::classification
