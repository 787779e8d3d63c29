// Making the data of the classification task, at the size of the published code.
#include <benchmark/benchmark.h>

#include "plugins/tasks/classification/generator.hpp"

namespace autoloss::classification {
namespace {

// Budget: 1 ms for 2,200 rows of 32 columns, against the 15 ms and more of a training on them.
void BM_ClassificationDataSet(benchmark::State& state) {
  uint64_t seed = 0;
  for (auto _ : state) {
    const Generator generator({}, seed++);
    for (const Partition partition : {Partition::kTaskTrain, Partition::kTaskValid, Partition::kTest})
      benchmark::DoNotOptimize(generator.rows(partition));
  }
}
BENCHMARK(BM_ClassificationDataSet)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace autoloss::classification
