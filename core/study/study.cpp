#include "core/study/study.hpp"

#include <chrono>
#include <cmath>
#include <nlohmann/json.hpp>
#include <thread>

#include "core/record/controller_file.hpp"
#include "core/record/file.hpp"
#include "core/record/provenance.hpp"
#include "core/record/run_directory.hpp"
#include "core/study/guided.hpp"
#include "core/study/summary.hpp"

namespace autoloss {
namespace {

using Json = nlohmann::ordered_json;

// Wall-clock time of each stage, kept apart from what must be reproducible.
class Timings {
 public:
  void begin(const std::string& stage) {
    end();
    stage_ = stage;
    since_ = std::chrono::steady_clock::now();
  }
  void end() {
    if (!stage_.empty())
      stages_[stage_] = std::chrono::duration<double>(std::chrono::steady_clock::now() - since_).count();
    stage_.clear();
  }
  std::string json() const { return Json{{"seconds", stages_}}.dump(1) + "\n"; }

 private:
  std::string stage_;
  std::chrono::steady_clock::time_point since_;
  Json stages_ = Json::object();
};

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

// A method that names a saved controller and nothing else is what the file says: component, parameters, features.
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

class Study {
 public:
  Study(const Experiment& experiment, const Registry& registry, const RunOptions& options)
      : experiment_(with_saved_controllers(experiment)),
        registry_(registry),
        options_(options),
        root_(sdk::derive(experiment.seed, "experiment")) {}

  RunOutcome run() {
    set_up(options_.out / "artifacts");  // what is wrong with the input comes to light before anything is written
    directory_.emplace(options_.out);
    if (options_.directory_ready) options_.directory_ready(directory_->path());
    directory_->put("experiment.toml", experiment_.source);
    directory_->put("provenance.json", provenance_json(registry_, experiment_, options_.command_line));

    prepare();
    if (!options_.train_only) guide();
    directory_->close_metrics();
    timings_.end();
    directory_->put("timings.json", timings_.json());
    return outcome();
  }

  void check() { set_up({}); }

 private:
  void set_up(const std::filesystem::path& artifacts) {
    host_ = std::make_unique<HostServices>(options_.log, artifacts);
    const Component<autoloss_task_type> task = registry_.task(experiment_.guide_task.id);
    executor_.emplace(options_.jobs, task, experiment_.guide_task.values, host_->get());
    shape_ = executor_->shape();
    measure_ = bind_measure(experiment_.compare, shape_);
    for (const Method& method : experiment_.methods) {
      methods_.push_back({.setup = bind_method(method, shape_, registry_, host_->get())});
    }
    check_sweep();
    for (ReadyMethod& method : methods_) {
      if (method.setup.method->replay) continue;
      if (!method.setup.method->controller_file.empty())
        load(method);
      else
        check_controller(method);
    }
  }

  void check_sweep() const {
    if (!experiment_.sweep) return;
    const std::string key = task_key(experiment_.sweep->key);
    if (!experiment_.guide_task.values.contains(key))
      throw ConfigError("sweep.key: task '" + experiment_.guide_task.id + "' has no parameter '" + key + "'");
  }

  static std::string task_key(const std::string& key) {
    if (!key.starts_with("task.")) throw ConfigError("sweep.key is '" + key + "'; it must name a task.KEY");
    return key.substr(5);
  }

  // A controller that cannot be made says so before anything long begins.
  void check_controller(const ReadyMethod& method) const {
    try {
      method.setup.make_controller(0);
    } catch (const ConfigError& error) {
      const Method& config = *method.setup.method;
      if (!config.tune) throw ConfigError(config.place, "method '" + config.name + "': " + error.what());
    }
  }

  EventSink events() {
    return [this](const std::string& line) { directory_->add_metrics(line); };
  }

  // What is done once for each method, before any problem is guided.
  void prepare() {
    for (ReadyMethod& method : methods_) {
      const Method& config = *method.setup.method;
      if (config.replay || method.controller) continue;
      if (config.train && config.train->per == "family")
        train(method);
      else if (config.tune && config.tune->per == "once" && !options_.train_only)
        tune(method);
      else if (!config.train)
        method.controller = method.setup.make_controller(controller_key(config));
    }
  }

  uint64_t controller_key(const Method& method) const {
    return sdk::derive(sdk::derive(root_, "controller"), method.name);
  }

  void stage(const std::string& what, std::size_t total) {
    timings_.begin(what);
    if (options_.progress != nullptr) options_.progress->stage(what, total);
  }

  void load(ReadyMethod& method) {
    const Method& config = *method.setup.method;
    const ControllerFile file = read_controller(config.controller_file);
    check_trained(config, file, method.setup, config.controller_file);
    std::shared_ptr<ControllerInstance> controller = method.setup.make_controller(0, file.values);
    controller->load(file.state);
    method.controller = controller;
    method.preparation_steps = 0;
  }

  void train(ReadyMethod& method) {
    const Method& config = *method.setup.method;
    stage("train " + config.name, static_cast<std::size_t>(config.train->updates * config.train->starts));
    TrainPlan plan;
    plan.setup = &method.setup;
    plan.measure = measure_;
    plan.shape = &shape_;
    plan.source = [this](uint64_t key) { return make_problem(experiment_.train_task, key); };
    plan.key = sdk::derive(sdk::derive(root_, "train"), config.name);
    const TrainedController trained = train_controller(plan, *executor_, events(), options_.progress);

    std::shared_ptr<ControllerInstance> controller = method.setup.make_controller(0);
    controller->load(trained.state);
    method.controller = controller;
    method.preparation_steps = trained.steps;
    method.preparation_batches = trained.batches;
    directory_->put("controllers/" + config.name + ".controller", to_bytes(file_of(method, trained)));
    say("method '" + config.name + "': trained on " + std::to_string(trained.episodes) + " episodes, kept update " +
        std::to_string(trained.update) + " of start " + std::to_string(trained.start));
  }

  ControllerFile file_of(const ReadyMethod& method, const TrainedController& trained) const {
    ControllerFile file;
    file.id = method.setup.component.type->id;
    file.version = method.setup.component.type->version;
    file.values = method.setup.method->controller.values;
    file.features = method.setup.schema.names();
    file.refresh = method.setup.schema.refresh() == Refresh::kStep ? "step" : "validation";
    file.actions = method.setup.action_names;
    file.task = experiment_.train_task.id;
    file.experiment = experiment_.name;
    file.seed = experiment_.seed;
    file.score = trained.score;
    const std::string metric = shape_.metrics[measure_.metric].name;
    file.measure = std::string(measure_.maximize ? "mean " : "-mean ") + (measure_.log ? "ln " : "") + metric;
    file.episodes = trained.episodes;
    file.steps = trained.steps;
    file.state = trained.state;
    return file;
  }

  void tune(ReadyMethod& method) {
    const Method& config = *method.setup.method;
    stage("tune " + config.name, 0);
    // Every method is tuned on the same problems.
    const ProblemSource source = [this](uint64_t key) { return make_problem(experiment_.train_task, key); };
    const TunedOnce tuned = tune_once(method.setup, measure_, source, sdk::derive(root_, "tune"), *executor_, events());
    method.tuned = tuned.best;
    method.controller = method.setup.make_controller(controller_key(config), tuned.best.controller);
    method.preparation_steps = tuned.steps;
    method.preparation_batches = tuned.batches;
    std::string values;
    for (const auto& [key, value] : tuned.best.named) values += " " + key + " = " + to_text(value);
    say("method '" + config.name + "': tuned" + values);
  }

  void guide() {
    StudyRecord record;
    record.experiment = &experiment_;
    record.methods = &methods_;
    record.shape = shape_;
    record.measure = measure_;
    const std::size_t count = experiment_.sweep ? experiment_.sweep->values.size() : 1;
    for (std::size_t index = 0; index < count; ++index) record.points.push_back(guide_point(index));

    timings_.begin("compare");
    for (const std::string& line : course_events(record)) directory_->add_metrics(line);
    directory_->put("results.csv", results_csv(record));
    directory_->put("problems.csv", problems_csv(record));
    directory_->put("summary.json", summary_json(record));
    for (const StudyPoint& point : record.points)
      for (const MethodResults& results : point.results)
        for (const GuidedResult& result : results) ++outcome_.guided, outcome_.diverged += result.diverged ? 1 : 0;
  }

  StudyPoint guide_point(std::size_t index) {
    StudyPoint point;
    ComponentConfig task = experiment_.guide_task;
    std::string what = "guide";
    if (experiment_.sweep) {
      point.value = experiment_.sweep->values[index];
      const std::string key = task_key(experiment_.sweep->key);
      task.values[key] = *point.value;
      task.ranges.erase(key);
      what += " at " + experiment_.sweep->key + " = " + to_text(*point.value);
    }
    // The same problems at each value of the sweep.
    for (int64_t problem = 0; problem < experiment_.compare.problems; ++problem)
      point.problems.push_back(
          make_problem(task, sdk::derive(sdk::derive(root_, "guide"), static_cast<uint64_t>(problem))));

    GuidePlan plan;
    plan.problems = &point.problems;
    plan.measure = measure_;
    plan.shape = &shape_;
    plan.split = split_named(experiment_.compare.split);
    plan.key = sdk::derive(root_, "guided draws");
    plan.curves = index == 0 ? experiment_.compare.curves : 0;
    plan.what = what;
    timings_.begin(what);
    point.results = guide_methods(methods_, plan, *executor_, options_.progress, events());
    for (std::size_t method = 0; method < methods_.size(); ++method) {
      const Method& config = *methods_[method].setup.method;
      if (!config.replay) continue;
      const std::size_t source = method_named(config.replay->of, config);
      point.results[method] = guide_replay(methods_[method], point.results[source],
                                           methods_[source].setup.actions.size(), plan, *executor_);
    }
    return point;
  }

  std::size_t method_named(const std::string& name, const Method& asking) const {
    for (std::size_t index = 0; index < methods_.size(); ++index)
      if (methods_[index].setup.method->name == name && !methods_[index].setup.method->replay) return index;
    throw ConfigError(asking.place, "method '" + asking.name + "' replays '" + name +
                                        "', which is no method of the experiment that can be replayed");
  }

  void say(const std::string& line) const {
    if (options_.log) options_.log(AUTOLOSS_LOG_INFO, line);
  }

  RunOutcome outcome() {
    outcome_.directory = directory_->path();
    return outcome_;
  }

  const Experiment experiment_;
  const Registry& registry_;
  const RunOptions& options_;
  uint64_t root_;
  std::optional<RunDirectory> directory_;
  std::unique_ptr<HostServices> host_;  // outlives every instance below
  std::optional<Executor> executor_;
  TaskShape shape_;
  Measure measure_;
  std::vector<ReadyMethod> methods_;
  Timings timings_;
  RunOutcome outcome_;
};

}  // namespace

RunOutcome run_study(const Experiment& experiment, const Registry& registry, const RunOptions& options) {
  return Study(experiment, registry, options).run();
}

void check_study(const Experiment& experiment, const Registry& registry) {
  RunOptions options;
  Study(experiment, registry, options).check();
}

}  // namespace autoloss
