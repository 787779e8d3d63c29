#include <autoloss/cpp/random.hpp>

#include "conformance/checks.hpp"
#include "conformance/streams.hpp"

namespace autoloss::conformance {
namespace {

void need_states(Examinee& examinee) {
  if (!examinee.subject().saves()) throw NotApplicable("it does not save (NULL)");
}

std::string saved_state(Life& life) {
  MemoryWriter state;
  const Call saved = life.save(state.get());
  require(saved.ok(), "save() fails: " + text_of(saved));
  return state.bytes();
}

Trace rest_of(Life& life) {
  Trace trace;
  life.advance(trace, kRounds);
  life.look(trace);
  return trace;
}

// Half of a run; its state is loaded into a fresh instance, and into one that has gone elsewhere; each goes on.
void go_on_from_state(Examinee& examinee, std::size_t chunk) {
  need_states(examinee);
  const auto first = examinee.life();
  Trace half;
  first->advance(half, kRounds);
  if (auto* task = dynamic_cast<TaskLife*>(first.get())) task->keep(0);
  const std::string state = saved_state(*first);
  const uint64_t round = first->round();
  const Trace expected = rest_of(*first);

  for (const int detour : {0, kRounds / 2}) {
    const auto second = examinee.life();
    Trace elsewhere;
    second->advance(elsewhere, detour);
    MemoryReader reader(state, chunk);
    const Call loaded = second->load(reader.get());
    require(loaded.ok(), "load() refuses what save() wrote: " + text_of(loaded));
    second->go_to(round);
    expected.require_equal(rest_of(*second), "going on from a saved state is not going on", "uninterrupted",
                           "after load()");
  }
}

// Loads a damaged state; afterwards the instance has to be as good as the contract says: a task begins anew, a
// controller is as it was.
void require_refusal(Examinee& examinee, const std::string& bytes, const std::string& what) {
  const auto damaged = examinee.life(), sound = examinee.life();
  MemoryReader reader(bytes);
  const Call loaded = damaged->load(reader.get());
  require(loaded.status == AUTOLOSS_BAD_DATA, "load() of " + what + ": expected BAD_DATA, found " + text_of(loaded));
  if (auto* task = dynamic_cast<TaskLife*>(damaged.get())) {
    const Call step = task->step(0);
    require(step.status == AUTOLOSS_INVALID_STATE,
            "step() after load() of " + what + ": expected INVALID_STATE, found " + text_of(step));
  }
  const Call started = damaged->start();
  require(started.ok(), "after load() of " + what + " begin() fails: " + text_of(started));
  rest_of(*sound).require_equal(rest_of(*damaged), "load() of " + what + " left something behind", "without it",
                                "after it");
}

std::string random_bytes(uint64_t key, std::size_t count) {
  sdk::Stream stream(key);
  std::string bytes(count, '\0');
  for (char& byte : bytes) byte = static_cast<char>(stream.below(256));
  return bytes;
}

}  // namespace

void check_save_load(Examinee& examinee) {
  go_on_from_state(examinee, MemoryReader::kNever);
}

void check_short_reads(Examinee& examinee) {
  go_on_from_state(examinee, 7);
}

void check_bad_state(Examinee& examinee) {
  need_states(examinee);
  const auto life = examinee.life();
  Trace trace;
  life->advance(trace, 2);
  const std::string state = saved_state(*life);
  const uint64_t seed = sdk::derive(examinee.seed(), "bad state");
  for (const std::size_t size : {std::size_t{16}, state.size(), state.size() + 100})
    if (size > 0)
      require_refusal(examinee, random_bytes(sdk::derive(seed, size), size),
                      std::to_string(size) + " random bytes (seed " + std::to_string(examinee.seed()) + ")");
  if (state.empty()) return;
  require_refusal(examinee, "", "an empty state");
  for (const std::size_t size : {std::size_t{1}, state.size() / 4, state.size() / 2, state.size() - 1})
    if (size > 0 && size < state.size())
      require_refusal(examinee, state.substr(0, size),
                      "a state cut after " + std::to_string(size) + " of " + std::to_string(state.size()) + " bytes");
}

void check_broken_streams(Examinee& examinee) {
  need_states(examinee);
  const auto life = examinee.life();
  const std::string state = saved_state(*life);
  if (state.empty()) throw NotApplicable("its state is empty");

  MemoryWriter full(state.size() / 2);
  const Call saved = life->save(full.get());
  require(saved.status == AUTOLOSS_IO_ERROR,
          "save() to a stream that fails: expected IO_ERROR, found " + text_of(saved));
  MemoryReader broken(state, MemoryReader::kNever, state.size() / 2);
  const Call loaded = life->load(broken.get());
  require(!loaded.ok(), "load() from a stream that fails says OK");
}

}  // namespace autoloss::conformance
