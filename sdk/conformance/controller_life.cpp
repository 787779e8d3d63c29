#include "conformance/controller_life.hpp"

#include <autoloss/cpp/random.hpp>
#include <cstring>
#include <numeric>

namespace autoloss::conformance {
namespace {

constexpr uint64_t kSteps = 5;      // of a training here
constexpr uint64_t kHorizon = 100;  // that its sessions are told
constexpr uint64_t kTrainings = 3;  // that a controller learns from at a time
constexpr double kNoiseScale = 0.5;

// A training as learn() takes it; borrows the numbers that it holds.
struct Trajectory {
  explicit Trajectory(const ControllerLife::Training& training, std::size_t index, std::size_t extra) : table(extra) {
    for (std::size_t step = 0; step < training.views.size(); ++step) {
      const ControllerLife::View& view = training.views[step];
      const Decision& decision = training.decisions[step];
      features.insert(features.end(), view.features.begin(), view.features.end());
      noise.insert(noise.end(), view.noise.begin(), view.noise.end());
      actions.push_back(decision.action);
      probabilities.push_back(decision.probabilities[decision.action]);
      values.push_back(decision.value);
    }
    table->flags = AUTOLOSS_TRAJECTORY_TERMINATED;
    table->decision_count = actions.size();
    table->group = index;
    table->features = features.data();
    table->actions = actions.data();
    table->probabilities = probabilities.data();
    table->values = values.data();
    table->noise = noise.empty() ? nullptr : noise.data();
    table->noise_scale = noise.empty() ? 0 : kNoiseScale;
    table->advantage = index % 2 == 0 ? 0.75 : -0.5;
    table->episode_return = 1 + table->advantage;
  }
  std::vector<double> features, noise, probabilities, values;
  std::vector<uint32_t> actions;
  Padded<autoloss_trajectory> table;
};

}  // namespace

std::vector<std::string> feature_names_for(const autoloss_controller_type& type) {
  if (type.default_features == nullptr) return {"first_feature", "second_feature", "third_feature"};
  return {type.default_features, type.default_features + type.default_feature_count};
}

ControllerLife::ControllerLife(const autoloss_controller_type& type, autoloss_controller* controller,
                               Circumstances circumstances)
    : Life(std::move(circumstances)),
      type_(type),
      controller_(controller),
      feature_count_(feature_names_for(type).size()),
      info_(with_.manner.extra) {}

ControllerLife::~ControllerLife() {
  const Under under("destroy");
  type_.destroy(controller_);
}

Call ControllerLife::start() {
  round_ = 0;
  return describe();
}

Call ControllerLife::describe() {
  info_ = Padded<autoloss_controller_info>(with_.manner.extra);
  const Call made =
      call("describe", [&](autoloss_error* error) { return type_.describe(controller_, info_.get(), error); });
  require_intact(info_, "describe", "its info");
  return made;
}

ControllerLife::View ControllerLife::view(uint64_t training, uint64_t step) const {
  sdk::Stream stream(sdk::derive(sdk::derive(sdk::derive(with_.seed, round_), training), step));
  View view;
  view.features.resize(feature_count_);
  for (double& feature : view.features) feature = stream.normal();
  view.uniform = stream.uniform();
  if (training % 2 == 0) return view;
  view.noise.resize(info_->logit_count);
  for (double& noise : view.noise) noise = kNoiseScale * stream.normal();
  return view;
}

Call ControllerLife::open(autoloss_controller_session*& session) {
  return call("open", [&](autoloss_error* error) { return type_.open(controller_, &session, error); });
}

void ControllerLife::close(autoloss_controller_session* session) {
  const Under under("close");
  type_.close(session);
}

Padded<autoloss_observation> ControllerLife::observation(const double* features, std::size_t count, double uniform,
                                                         uint64_t step) const {
  Padded<autoloss_observation> seen(with_.manner.extra);
  seen->feature_count = static_cast<uint32_t>(count);
  seen->features = features;
  seen->step = step;
  seen->horizon = kHorizon;
  seen->uniform = uniform;
  return seen;
}

Call ControllerLife::act_on(autoloss_controller_session* session, const autoloss_observation& seen) {
  PaddedArray<double> probabilities(kActionCount);
  Padded<autoloss_decision> decision(with_.manner.extra);
  decision->action = AUTOLOSS_NONE;
  decision->probabilities = probabilities.get();
  const autoloss_decision before = *decision.get();
  const Call made =
      call("act", [&](autoloss_error* error) { return type_.act(session, &seen, decision.get(), error); });
  untouched_ = std::memcmp(&before, decision.get(), sizeof(before)) == 0 && probabilities.untouched();
  require_intact(decision, "act", "the decision");
  require_intact(probabilities, "act", "the probabilities");
  decision_ = {decision->action, decision->value, probabilities.values()};
  return made;
}

Call ControllerLife::act(autoloss_controller_session* session, const View& view, uint64_t step) {
  Padded<autoloss_observation> seen = observation(view.features.data(), view.features.size(), view.uniform, step);
  seen->logit_noise = view.noise.empty() ? nullptr : view.noise.data();
  return act_on(session, *seen.get());
}

Call ControllerLife::save_session(autoloss_controller_session* session, const autoloss_writer* writer) {
  return call("save_session", [&](autoloss_error* error) { return type_.save_session(session, writer, error); });
}

Call ControllerLife::load_session(autoloss_controller_session* session, const autoloss_reader* reader) {
  return call("load_session", [&](autoloss_error* error) { return type_.load_session(session, reader, error); });
}

Call ControllerLife::act_on_features(autoloss_controller_session* session, std::size_t count) {
  const std::vector<double> features(count, 0.5);
  GuardedBytes guarded(features.data(), count * sizeof(double));
  return act_on(session, *observation(guarded.as<double>(), count, 0.5, 0).get());
}

ControllerLife::Training ControllerLife::guide(uint64_t training) {
  autoloss_controller_session* session = nullptr;
  require_ok(open(session), "open");
  Training done;
  for (uint64_t step = 0; step < kSteps; ++step) {
    done.views.push_back(view(training, step));
    require_ok(act(session, done.views.back(), step), "act");
    require(decision_.action < kActionCount,
            "act() picks action " + std::to_string(decision_.action) + " of " + std::to_string(kActionCount));
    done.decisions.push_back(decision_);
  }
  close(session);
  return done;
}

Call ControllerLife::learn(const std::vector<Training>& trainings, bool reports) {
  std::vector<Trajectory> trajectories;
  std::vector<const autoloss_trajectory*> pointers;
  trajectories.reserve(trainings.size());
  for (std::size_t index = 0; index < trainings.size(); ++index)
    pointers.push_back(trajectories.emplace_back(trainings[index], index, with_.manner.extra).table.get());
  Padded<autoloss_batch> batch(with_.manner.extra);
  batch->trajectory_count = static_cast<uint32_t>(pointers.size());
  batch->trajectories = pointers.data();

  PaddedArray<autoloss_named_value> values(2);  // fewer than most report: they must not write more
  Padded<autoloss_learn_result> result(with_.manner.extra);
  result->capacity = static_cast<uint32_t>(values.size());
  result->values = values.get();
  const Call made = call("learn", [&](autoloss_error* error) {
    return type_.learn(controller_, batch.get(), reports ? result.get() : nullptr, error);
  });
  require_intact(result, "learn", "its result");
  require_intact(values, "learn", "the values of its result");
  report_ = values.values();
  report_.resize(std::min<std::size_t>(result->count, values.size()));
  return made;
}

Call ControllerLife::get_parameters(std::size_t count) {
  PaddedArray<double> values(count);
  const Call made = call("get_parameters", [&](autoloss_error* error) {
    return type_.get_parameters(controller_, values.get(), count, error);
  });
  untouched_ = values.untouched();
  require_intact(values, "get_parameters", "the parameters");
  parameters_ = values.values();
  return made;
}

Call ControllerLife::set_parameters(const std::vector<double>& values) {
  return call("set_parameters", [&](autoloss_error* error) {
    return type_.set_parameters(controller_, values.data(), values.size(), error);
  });
}

Call ControllerLife::save(const autoloss_writer* writer) {
  return call("save", [&](autoloss_error* error) { return type_.save(controller_, writer, error); });
}
Call ControllerLife::load(const autoloss_reader* reader) {
  return call("load", [&](autoloss_error* error) { return type_.load(controller_, reader, error); });
}

void ControllerLife::advance(Trace& trace) {
  std::vector<Training> trainings;
  for (uint64_t training = 0; training < kTrainings; ++training) trainings.push_back(guide(training));
  for (const Training& training : trainings)
    for (const Decision& decision : training.decisions) {
      trace.add("an action", round_, decision.action);
      trace.add("a value", round_, decision.value);
      for (const double probability : decision.probabilities) trace.add("a probability", round_, probability);
    }
  if (learns()) require_ok(learn(trainings), "learn");
  ++round_;
}

void ControllerLife::look(Trace& trace) {
  if (!has_parameters()) return;
  require_ok(get_parameters(info_->parameter_count), "get_parameters");
  for (const double parameter : parameters_) trace.add("a parameter", round_, parameter);
}

}  // namespace autoloss::conformance
