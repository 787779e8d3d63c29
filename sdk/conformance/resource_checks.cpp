#include <malloc.h>
#include <time.h>

#include <vector>

#include "conformance/checks.hpp"
#include "conformance/streams.hpp"

namespace autoloss::conformance {
namespace {

// Bytes that malloc has handed out and not got back.
std::size_t bytes_in_use() {
  const struct mallinfo2 info = mallinfo2();
  return info.uordblks + info.hblkhd;
}

// Whether that is counted: an allocator in place of malloc, a sanitizer's among them, may count nothing.
bool memory_is_counted() {
  const std::size_t before = bytes_in_use();
  std::vector<char> block(1 << 16);
  [[maybe_unused]] char* volatile handed_out = block.data();  // or a compiler may leave it out
  return bytes_in_use() >= before + block.size();
}

void live_shortly(Examinee& examinee) {
  const auto life = examinee.life();
  Trace trace;
  life->advance(trace, 2);
  life->look(trace);
  if (!examinee.subject().saves()) return;
  MemoryWriter writer;
  life->save(writer.get());
}

double cpu_seconds() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

// The contract says: a call of more than a second asks whether it should stop. Processor time, so that a busy machine
// does not count, with room for a call that asks once a second and needs as long to stop.
constexpr double kBound = 3;

template <class Body>
Call timed(const char* slot, Body&& body) {
  const double begin = cpu_seconds();
  const Call call = body();
  const double taken = cpu_seconds() - begin;
  require(call.ok() || call.status == AUTOLOSS_CANCELLED,
          std::string(slot) + "() of a cancelled host: expected OK or CANCELLED, found " + text_of(call));
  require(taken <= kBound, std::string(slot) + "() took " + std::to_string(taken) +
                               " s of processor time after the host was cancelled; at most " +
                               std::to_string(static_cast<int>(kBound)) + " s are allowed");
  return call;
}

void cancel(TaskLife& task) {
  const auto again = [&] { return task.begin(AUTOLOSS_ROLE_GUIDED); };
  if (!timed("begin", again).ok()) return;
  timed("step", [&] { return task.step(0); });
  timed("measure", [&] { return task.measure(AUTOLOSS_SPLIT_VALID); });
}

void cancel(ControllerLife& controller) {
  if (!controller.learns()) return;
  const std::vector<ControllerLife::Training> trainings{controller.guide(0), controller.guide(1)};
  timed("learn", [&] { return controller.learn(trainings); });
}

}  // namespace

// The blocks that malloc keeps for itself, and its rounding, count as used: they grow by fits and starts, a leak with
// every instance. So one hundred that leaves nothing behind is enough, and a first one does not count.
void check_memory(Examinee& examinee) {
  constexpr int kLives = 100, kHundreds = 8;
  constexpr std::size_t kAllowed = 1024;  // less than the smallest block, once an instance
  std::size_t growth = 0;
  for (int hundred = 0; hundred < kHundreds; ++hundred) {
    const std::size_t before = bytes_in_use();
    for (int count = 0; count < kLives; ++count) live_shortly(examinee);
    const std::size_t after = bytes_in_use();
    if (hundred > 0 && after <= before + kAllowed) {
      // Asked last: a block more or less changes how the heap is laid out, and with it what is measured.
      if (!memory_is_counted()) throw NotApplicable("the allocator in use does not say how much it has handed out");
      return;
    }
    growth = after - before;
  }
  throw Breach(std::to_string(kLives) + " instances leave " + std::to_string(growth) + " bytes behind, each time");
}

void check_cancellation(Examinee& examinee) {
  const auto life = examinee.life(), sound = examinee.life();
  life->host().cancel(true);
  if (auto* task = dynamic_cast<TaskLife*>(life.get())) cancel(*task);
  if (auto* controller = dynamic_cast<ControllerLife*>(life.get())) cancel(*controller);
  life->host().cancel(false);

  const Call started = life->start();
  require(started.ok(), "an instance whose call was cancelled cannot be used again: " + text_of(started));
  if (dynamic_cast<TaskLife*>(life.get()) == nullptr) return;  // what a controller has learned meanwhile, it keeps
  Trace expected, found;
  sound->advance(expected, kRounds);
  life->advance(found, kRounds);
  expected.require_equal(found, "a cancelled call left something behind", "without it", "after it");
}

}  // namespace autoloss::conformance
