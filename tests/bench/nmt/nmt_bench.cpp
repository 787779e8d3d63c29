// The translation task at its default size: the whole loop, that is controller, features, the C contract, gradient
// norms and averages, beside the same updates without a loop, and beside a plain LibTorch program of the same network.
#include <benchmark/benchmark.h>

#include <algorithm>

#include "plugins/shared/torch/single_thread.hpp"
#include "plugins/tasks/nmt/data/built_in.hpp"
#include "plugins/tasks/nmt/model/model.hpp"
#include "tests/bench/endless_training.hpp"
#include "tests/bench/nmt/bare_nmt.hpp"

namespace autoloss {
namespace {

using bench::seconds;

bench::EndlessTraining loop_of(std::vector<uint32_t> actions) {
  return bench::EndlessTraining({.task = "nmt",
                                 .values = {},
                                 .controller = "mixture",
                                 .features = {"progress_centred", "stall"},
                                 .refresh = Refresh::kValidation,
                                 .actions = std::move(actions)});
}

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

// Budget: the loop takes at most 1.02 of the updates alone. All three take turns of 20 steps, so that a busy moment of
// the machine meets each of them.
void BM_NmtLoopAgainstBare(benchmark::State& state) {
  constexpr uint64_t kTurn = 20;
  const auto action = static_cast<uint32_t>(state.range(0));
  const auto job = static_cast<nmt::Job>(action);
  bench::EndlessTraining loop = loop_of({action});
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
  // Tokens of the plain program's batches: the loop's are made of the same sentences, and equal to them on average.
  state.counters["loop_tokens_per_s"] = tokens / looped;
  state.counters["plain_tokens_per_s"] = tokens / plain;
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
  bench::EndlessTraining loop = loop_of({0, 1, 2});
  loop.advance(200);
  const double before = bench::bytes_in_use();
  for (auto _ : state) loop.advance(2'000);
  state.counters["growth_bytes"] = bench::bytes_in_use() - before;
}
BENCHMARK(BM_NmtMemoryOfTwoThousandSteps)->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace autoloss
