#include <bit>
#include <cmath>
#include <numeric>

#include "conformance/checks.hpp"
#include "conformance/streams.hpp"
#include "conformance/text.hpp"

namespace autoloss::conformance {
namespace {

void require_ok(const Call& call, const char* slot) {
  require(call.ok(), std::string(slot) + "() fails: " + text_of(call));
}

void check_distribution(const Decision& decision) {
  constexpr double kTolerance = 1e-9;
  for (const double probability : decision.probabilities)
    require(probability >= 0 && probability <= 1, "act() gives a probability of " + std::to_string(probability));
  const double sum = std::accumulate(decision.probabilities.begin(), decision.probabilities.end(), 0.0);
  require(std::abs(sum - 1) <= kTolerance, "act() gives probabilities whose sum is " + std::to_string(sum));
  require(decision.action < decision.probabilities.size(),
          "act() picks action " + std::to_string(decision.action) + ", which does not exist");
  require(decision.probabilities[decision.action] > 0,
          "act() picks action " + std::to_string(decision.action) + ", to which it gives probability 0");
  require(std::isfinite(decision.value), "act() gives a value that is not finite");
}

// The policy's part: a critic is no part of the vector of parameters.
void add_choice(Trace& trace, uint64_t step, const Decision& decision) {
  trace.add("an action", step, decision.action);
  for (const double probability : decision.probabilities) trace.add("a probability", step, probability);
}

void add(Trace& trace, uint64_t step, const Decision& decision) {
  add_choice(trace, step, decision);
  trace.add("a value", step, decision.value);
}

constexpr uint64_t kSteps = 12;

// A session of its own, from open to close. record: add or add_choice.
Trace alone(ControllerLife& controller, uint64_t training, decltype(add)& record) {
  autoloss_controller_session* session = nullptr;
  require_ok(controller.open(session), "open");
  Trace trace;
  for (uint64_t step = 0; step < kSteps; ++step) {
    require_ok(controller.act(session, controller.view(training, step), step), "act");
    record(trace, step, controller.decision());
  }
  controller.close(session);
  return trace;
}

}  // namespace

void check_probabilities(Examinee& examinee) {
  const auto controller = examinee.controller();
  Trace trace;
  for (int round = 0; round < kRounds; ++round) {
    autoloss_controller_session* session = nullptr;
    require_ok(controller->open(session), "open");
    for (uint64_t step = 0; step < kSteps; ++step) {
      ControllerLife::View view = controller->view(0, step);
      for (const double uniform : {0.0, view.uniform, std::nextafter(1.0, 0.0)}) {
        view.uniform = uniform;
        require_ok(controller->act(session, view, step), "act");
        check_distribution(controller->decision());
      }
    }
    controller->close(session);
    controller->advance(trace);
  }
}

void check_sessions(Examinee& examinee) {
  constexpr uint64_t kCount = 3;
  const auto controller = examinee.controller();
  Trace learned;
  controller->advance(learned);

  std::vector<Trace> apart, together(kCount);
  std::vector<autoloss_controller_session*> sessions(kCount, nullptr);
  for (uint64_t index = 0; index < kCount; ++index) apart.push_back(alone(*controller, index, add));
  for (autoloss_controller_session*& session : sessions) require_ok(controller->open(session), "open");
  for (uint64_t step = 0; step < kSteps; ++step)
    for (uint64_t index = 0; index < kCount; ++index) {
      require_ok(controller->act(sessions[index], controller->view(index, step), step), "act");
      add(together[index], step, controller->decision());
    }
  for (autoloss_controller_session* session : sessions) controller->close(session);

  for (uint64_t index = 0; index < kCount; ++index)
    apart[index].require_equal(together[index], "sessions share state", "apart", "interleaved");
}

void check_resumed_sessions(Examinee& examinee) {
  const auto controller = examinee.controller();
  Trace learned;
  controller->advance(learned);
  const auto guide = [&](autoloss_controller_session* session, uint64_t from, uint64_t to, Trace& trace) {
    for (uint64_t step = from; step < to; ++step) {
      require_ok(controller->act(session, controller->view(0, step), step), "act");
      add(trace, step, controller->decision());
    }
  };

  autoloss_controller_session *first = nullptr, *second = nullptr;
  Trace before, gone_on, taken_up;
  MemoryWriter writer;
  require_ok(controller->open(first), "open");
  guide(first, 0, kSteps / 2, before);
  if (controller->sessions_remember()) require_ok(controller->save_session(first, writer.get()), "save_session");
  guide(first, kSteps / 2, kSteps, gone_on);
  controller->close(first);

  require_ok(controller->open(second), "open");
  MemoryReader reader(writer.bytes());
  if (controller->sessions_remember()) require_ok(controller->load_session(second, reader.get()), "load_session");
  guide(second, kSteps / 2, kSteps, taken_up);
  controller->close(second);

  gone_on.require_equal(taken_up,
                        controller->sessions_remember()
                            ? "load_session() does not take up what save_session() wrote"
                            : "a session remembers earlier observations, and there is no save_session()",
                        "going on", "taken up");
}

void check_learning(Examinee& examinee) {
  const auto controller = examinee.controller();
  if (!controller->learns()) throw NotApplicable("it does not learn (NULL)");
  for (int round = 0; round < kRounds; ++round) {
    const std::vector<ControllerLife::Training> trainings{controller->guide(0), controller->guide(1)};
    require_ok(controller->learn(trainings), "learn");
    for (const autoloss_named_value& value : controller->report())
      require(value.name != nullptr && *value.name != '\0' && is_utf8(value.name),
              "learn() reports a number without a name");
    require_ok(controller->learn_silently(trainings), "learn");
    controller->go_to(controller->round() + 1);
  }
}

void check_parameter_vector(Examinee& examinee) {
  const auto first = examinee.controller(), second = examinee.controller();
  if (!first->has_parameters()) throw NotApplicable("it has no vector of parameters");
  const std::size_t count = first->info().parameter_count;
  Trace learned;
  first->advance(learned, kRounds);
  require_ok(first->get_parameters(count), "get_parameters");
  const std::vector<double> values = first->parameters();
  for (const double value : values) require(std::isfinite(value), "get_parameters() gives a number that is not finite");

  require_ok(second->set_parameters(values), "set_parameters");
  require_ok(second->get_parameters(count), "get_parameters");
  for (std::size_t index = 0; index < count; ++index)
    require(std::bit_cast<uint64_t>(second->parameters()[index]) == std::bit_cast<uint64_t>(values[index]),
            "parameter " + std::to_string(index) + " was set and is not read");
  second->go_to(first->round());
  alone(*first, 0, add_choice)
      .require_equal(alone(*second, 0, add_choice), "equal parameters give different decisions",
                     "where they were learned", "where they were set");
}

}  // namespace autoloss::conformance
