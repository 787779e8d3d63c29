#include "core/study/preparation.hpp"

#include <cctype>

#include "core/study/controller_card.hpp"

namespace autoloss {
namespace {

void check_trained(const Method& method, const ControllerFile& file, const MethodSetup& setup,
                   const std::string& name) {
  const auto list = [](const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& item : names) text += (text.empty() ? "" : ", ") + item;
    return text;
  };
  if (file.id != setup.component.type->id)
    throw ConfigError(name + ": holds a controller '" + file.id + "', and method '" + method.name + "' uses '" +
                      setup.component.type->id + "'");
  if (file.features != setup.schema.names())
    throw ConfigError(name + ": was trained on other features\n  the file: " + list(file.features) + "\n  method '" +
                      method.name + "': " + list(setup.schema.names()));
  if (file.definitions != setup.schema.definitions())
    throw ConfigError(name + ": was trained on features of these names that were computed otherwise\n  the file: " +
                      list(file.definitions) + "\n  this program: " + list(setup.schema.definitions()));
  const char* refresh = setup.schema.refresh() == Refresh::kStep ? "step" : "validation";
  if (file.refresh != refresh)
    throw ConfigError(name + ": was trained with features refreshed at each " + file.refresh + ", method '" +
                      method.name + "' refreshes them at each " + refresh);
  const bool same = file.actions == setup.action_names;
  const bool mapped = !method.actions.empty() && file.actions.size() == setup.action_names.size();
  if (!same && !mapped)
    throw ConfigError(name + ": was trained for other actions\n  the file: " + list(file.actions) + "\n  method '" +
                      method.name + "': " + list(setup.action_names) +
                      "\n  to take it to another task, list as many actions in the method's `actions`, in its order");
}

// A controller that cannot be made says so before anything long begins.
void check_controller(const MethodSetup& setup) {
  try {
    setup.make_controller(0);
  } catch (const ConfigError& error) {
    const Method& config = *setup.method;
    if (!config.tune) throw ConfigError(config.place, "method '" + config.name + "': " + error.what());
  }
}

void take_up(ReadyMethod& method) {
  const Method& config = *method.setup.method;
  const ControllerFile file = read_controller(config.controller_file);
  check_trained(config, file, method.setup, config.controller_file);
  std::shared_ptr<ControllerInstance> controller = method.setup.make_controller(0, file.values);
  controller->load(file.state);
  method.controllers = {controller};
}

// A method on its way to be ready.
class Preparation {
 public:
  Preparation(ReadyMethod& method, const Experiment& experiment, const Measure& measure, const std::string& point,
              const Workshop& workshop, const Bookmark& place)
      : method_(method),
        config_(*method.setup.method),
        experiment_(experiment),
        measure_(measure),
        shape_(workshop.executor->shape()),
        name_(config_.name + (point.empty() ? "" : " at " + point)),
        workshop_(workshop),
        place_(place) {}

  void train() {
    for (int64_t index = 0; index < config_.train->controllers; ++index) train(index);
  }
  void tune();
  uint64_t controller_key() const { return sdk::derive(sdk::derive(workshop_.root, "controller"), config_.name); }

 private:
  void train(int64_t index);
  ControllerFile file_of(const TrainedController& trained) const {
    return controller_file_of(trained, method_.setup, experiment_, measure_, shape_,
                              workshop_.registry->task(experiment_.train_task.id).type->version);
  }

  ProblemSource source() const {
    return [this](uint64_t key) { return make_problem(experiment_.train_task, key); };
  }
  void stage(const std::string& what, std::size_t total) const {
    workshop_.timings->begin(what);
    if (workshop_.options->progress != nullptr) workshop_.options->progress->stage(what, total);
  }
  // What an earlier process found there with the events it told, else what `work` finds now.
  template <class Found, class Work>
  Found remembered(const Bookmark& place, const Work& work) const {
    Found found;
    std::string events;
    if (place.find(found, events)) {
      workshop_.events->load(events);
      return found;
    }
    found = work();
    place.put(found, workshop_.events->save());
    return found;
  }
  void say(const std::string& line) const {
    if (workshop_.options->log) workshop_.options->log(AUTOLOSS_LOG_INFO, line);
  }

  ReadyMethod& method_;
  const Method& config_;
  const Experiment& experiment_;
  const Measure& measure_;
  const TaskShape& shape_;
  std::string name_;
  const Workshop& workshop_;
  Bookmark place_;
};

// "autoloss.controller"; further ones of the method are numbered from 2.
std::string file_name(const std::string& name, int64_t index) {
  std::string file;
  for (const char letter : name) file += std::isalnum(static_cast<unsigned char>(letter)) != 0 ? letter : '_';
  return "controllers/" + file + (index > 0 ? "-" + std::to_string(index + 1) : "") + ".controller";
}

void Preparation::train(int64_t index) {
  const std::string name = name_ + (index > 0 ? " " + std::to_string(index + 1) : "");
  stage("train " + name, static_cast<std::size_t>(config_.train->updates * config_.train->starts));
  TrainPlan plan;
  plan.name = name;
  plan.setup = &method_.setup;
  plan.measure = measure_;
  plan.shape = &shape_;
  plan.source = source();
  plan.key = sdk::derive(sdk::derive(workshop_.root, "train"), config_.name);
  if (index > 0) plan.key = sdk::derive(plan.key, static_cast<uint64_t>(index));
  const Bookmark place = place_.below("controller", static_cast<std::size_t>(index));
  plan.place = place.below("training");
  TrainedController trained = remembered<TrainedController>(place, [&] {
    return train_controller(plan, *workshop_.executor, *workshop_.events, workshop_.options->progress);
  });

  std::shared_ptr<ControllerInstance> controller = method_.setup.make_controller(0);
  controller->load(trained.state);
  method_.controllers.push_back(controller);
  method_.preparation_steps += trained.steps;
  method_.preparation_batches += trained.batches;
  workshop_.directory->put(file_name(name_, index), to_bytes(file_of(trained)));
  if (index == 0) method_.snapshots = std::move(trained.snapshots);
  say("method '" + name + "': trained on " + std::to_string(trained.episodes) + " episodes, kept update " +
      std::to_string(trained.update) + " of start " + std::to_string(trained.start));
}

void Preparation::tune() {
  stage("tune " + name_, 0);
  // Every method is tuned on the same problems.
  const TunedOnce tuned = remembered<TunedOnce>(place_, [&] {
    return tune_once(method_.setup, measure_, source(), sdk::derive(workshop_.root, "tune"), *workshop_.executor,
                     *workshop_.events, place_.below("search"));
  });
  method_.tuned = tuned.best;
  method_.controllers = {method_.setup.make_controller(controller_key(), tuned.best.controller)};
  method_.preparation_steps = tuned.steps;
  method_.preparation_batches = tuned.batches;
  std::string values;
  for (const auto& [key, value] : tuned.best.named) values += " " + key + " = " + to_text(value);
  say("method '" + name_ + "': tuned" + values);
}

}  // namespace

Experiment with_saved_controllers(Experiment experiment) {
  for (Method& method : experiment.methods) {
    if (method.controller_file.empty() || !method.controller.id.empty()) continue;
    const ControllerFile file = read_controller(method.controller_file);
    method.controller.id = file.id;
    method.controller.values = file.values;
    if (method.features_given) continue;
    method.features.pick = file.features;
    method.features_given = true;
  }
  return experiment;
}

std::vector<ReadyMethod> bind_methods(const Experiment& experiment, const Workshop& workshop) {
  std::vector<ReadyMethod> methods;
  for (const Method& method : experiment.methods)
    methods.push_back({.setup = bind_method(method, workshop.executor->shape(), *workshop.registry, workshop.host)});
  for (ReadyMethod& method : methods) {
    if (method.setup.method->replay) continue;
    if (!method.setup.method->controller_file.empty())
      take_up(method);
    else
      check_controller(method.setup);
  }
  return methods;
}

void prepare(ReadyMethod& method, const Experiment& experiment, const Measure& measure, const std::string& point,
             const Workshop& workshop, const Bookmark& place) {
  const Method& config = *method.setup.method;
  if (config.replay || !method.controllers.empty()) return;
  Preparation preparation(method, experiment, measure, point, workshop, place);
  if (config.train && config.train->per == "family")
    preparation.train();
  else if (config.tune && config.tune->per == "once" && !workshop.train_only)
    preparation.tune();
  else if (!config.train)
    method.controllers = {method.setup.make_controller(preparation.controller_key())};
}

}  // namespace autoloss
