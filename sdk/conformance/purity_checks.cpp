#include <autoloss/cpp/random.hpp>
#include <bit>

#include "conformance/checks.hpp"

namespace autoloss::conformance {
namespace {

void require_ok(const Call& call, const char* slot) {
  require(call.ok(), std::string(slot) + "() fails: " + text_of(call));
}

// The run of a task, with something done before each round.
template <class Insert>
Trace run_with(TaskLife& task, Insert&& insert) {
  Trace trace;
  for (int round = 0; round < kRounds; ++round) {
    insert();
    task.advance(trace);
  }
  return trace;
}

void measure_some(TaskLife& task, const std::vector<uint32_t>& splits, sdk::Stream& stream) {
  for (uint64_t count = stream.below(3); count > 0; --count)
    require_ok(task.measure(splits[stream.below(splits.size())]), "measure");
}

}  // namespace

void check_measure_changes_nothing(Examinee& examinee) {
  for (const uint32_t role : {AUTOLOSS_ROLE_CONTROLLER, AUTOLOSS_ROLE_GUIDED}) {
    const auto alone = examinee.task(), measured = examinee.task();
    require_ok(alone->begin(role), "begin");
    require_ok(measured->begin(role), "begin");
    sdk::Stream stream(sdk::derive(examinee.seed(), role));
    const std::vector<uint32_t> splits = measured->splits(role);
    const Trace expected = run_with(*alone, [] {});
    const Trace found = run_with(*measured, [&] { measure_some(*measured, splits, stream); });
    expected.require_equal(found, "measure() changed the trajectory", "without it", "with it");
  }
}

void check_probe_changes_nothing(Examinee& examinee) {
  const auto alone = examinee.task(), probed = examinee.task();
  if (!alone->can_probe()) throw NotApplicable("it has no probe() (NULL)");
  const auto probe_all = [&] {
    for (uint32_t action = 0; action < probed->info().action_count; ++action)
      require_ok(probed->probe(action), "probe");
  };
  const Trace expected = run_with(*alone, [] {}), found = run_with(*probed, probe_all);
  expected.require_equal(found, "probe() changed the trajectory", "without it", "with it");

  const uint32_t action = probed->action_of_round();
  require_ok(probed->probe(action), "probe");
  const double told = probed->result().loss;
  require_ok(probed->step(action), "step");
  require(std::bit_cast<uint64_t>(told) == std::bit_cast<uint64_t>(probed->result().loss),
          "probe() tells another loss than the step() after it");
}

void check_recall(Examinee& examinee) {
  const auto task = examinee.task();
  Trace steps, kept, recalled;
  task->advance(steps, kRounds / 2);
  task->look(kept);
  const uint64_t round = task->round();
  require_ok(task->keep(1), "keep");
  task->advance(steps, kRounds / 2);
  require_ok(task->recall(1), "recall");
  task->go_to(round);
  task->look(recalled);
  kept.require_equal(recalled, "recall() does not return to what was kept", "when it was kept", "after recall()");
}

}  // namespace autoloss::conformance
