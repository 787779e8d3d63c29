// One core, processor time. Budgets are of the paper's size: 32 columns, 32 hidden units, 200 training rows, 1000
// validation rows, with AVX-512.
#include <benchmark/benchmark.h>

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

}  // namespace
}  // namespace autoloss::classification
