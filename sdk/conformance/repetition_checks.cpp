#include <autoloss/cpp/random.hpp>

#include "conformance/checks.hpp"

namespace autoloss::conformance {
namespace {

Trace trace_of(Life& life) {
  Trace trace;
  life.advance(trace, kRounds);
  life.look(trace);
  return trace;
}

}  // namespace

void check_same_seed(Examinee& examinee) {
  const Trace first = trace_of(*examinee.life()), second = trace_of(*examinee.life());
  first.require_equal(second, "equal seeds give different runs", "at first", "the second time");
}

void check_interleaved(Examinee& examinee) {
  const uint64_t seeds[] = {examinee.seed(), sdk::derive(examinee.seed(), "another")};
  Trace apart[2];
  for (int index = 0; index < 2; ++index) apart[index] = trace_of(*examinee.life(seeds[index]));

  const std::unique_ptr<Life> lives[] = {examinee.life(seeds[0]), examinee.life(seeds[1])};
  Trace together[2];
  for (int round = 0; round < kRounds; ++round)
    for (int index = 0; index < 2; ++index) lives[index]->advance(together[index]);
  for (int index = 0; index < 2; ++index) {
    lives[index]->look(together[index]);
    apart[index].require_equal(together[index], "instances share state", "apart", "interleaved");
  }
}

}  // namespace autoloss::conformance
