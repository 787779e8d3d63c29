#include "conformance/checks.hpp"
#include "conformance/provoke.hpp"
#include "conformance/streams.hpp"

namespace autoloss::conformance {
namespace {

Trace trace_of(Examinee& examinee, const Circumstances& with) {
  Trace trace;
  const auto life = examinee.life(with);
  life->advance(trace, kRounds);
  life->look(trace);
  return trace;
}

}  // namespace

// The table ends where a page begins that may not be read: a plugin that looks further crashes.
void check_oldest_host(Examinee& examinee) {
  const Trace expected = trace_of(examinee, examinee.circumstances());
  Circumstances with = examinee.circumstances();
  with.host = std::make_shared<TestHost>(TestHost::Size::kOldest);
  expected.require_equal(trace_of(examinee, with), "a host of version 1.0 makes a difference", "on this host",
                         "on that one");
}

void check_larger_structs(Examinee& examinee) {
  const Trace expected = trace_of(examinee, examinee.circumstances());
  Circumstances with = examinee.circumstances();
  with.host = std::make_shared<TestHost>(TestHost::Size::kLarger);
  with.manner.extra = kPadding / 2;
  expected.require_equal(trace_of(examinee, with), "larger structs make a difference", "with those of today",
                         "with larger ones");
}

void check_buffers(Examinee& examinee) {
  Circumstances with = examinee.circumstances();
  with.manner.canaries = true;
  const auto life = examinee.life(with);
  Trace trace;
  life->advance(trace, kRounds);
  life->look(trace);
  if (auto* task = dynamic_cast<TaskLife*>(life.get()); task != nullptr && task->can_probe()) task->probe(0);
  MemoryWriter state;
  if (examinee.subject().saves()) life->save(state.get());
  provoke(examinee, with.manner);
}

}  // namespace autoloss::conformance
