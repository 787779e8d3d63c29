#include "core/study/study.hpp"

#include <algorithm>
#include <deque>

#include "core/file.hpp"
#include "core/record/provenance.hpp"
#include "core/study/course_events.hpp"
#include "core/study/preparation.hpp"
#include "core/study/result_tables.hpp"
#include "core/study/summary.hpp"

namespace autoloss {
namespace {

// The lines of a run's metrics.jsonl.
class RunEvents final : public EventLog {
 public:
  explicit RunEvents(StreamFile& file) : file_(file) {}
  void add(const std::string& json_line) override { file_.add(json_line + '\n'); }
  std::string save() const override { return to_state(file_.place()); }
  void load(const std::string& state) override {
    uint64_t place = 0;
    from_state(state, place);
    file_.seek(place);
  }

 private:
  StreamFile& file_;
};

// A setting in which new models are guided: the experiment itself, or one point of its sweep.
struct Setting {
  Experiment experiment;
  std::string label, changes;  // of the point
  std::optional<Value> value;
  Measure measure;
  std::vector<ReadyMethod> methods;

  // Whether a method is prepared for this setting alone.
  bool changes_method(const Method& method) const { return changes == "*" || changes == method.name; }
};

std::deque<Setting> settings_of(const Experiment& experiment) {
  std::deque<Setting> settings;  // methods point into them: they do not move
  if (!experiment.sweep) settings.push_back({experiment, "", "", std::nullopt, {}, {}});
  if (experiment.sweep)
    for (const Point& point : experiment.sweep->points)
      settings.push_back({with_saved_controllers(*point.experiment), point.label, point.changes, point.value, {}, {}});
  return settings;
}

class Study {
 public:
  Study(const Experiment& experiment, const Registry& registry, const RunOptions& options)
      : experiment_(with_saved_controllers(experiment)),
        registry_(registry),
        options_(options),
        settings_(settings_of(experiment_)) {
    workshop_.registry = &registry;
    workshop_.options = &options;
    workshop_.timings = &timings_;
    workshop_.root = sdk::derive(experiment.seed, "experiment");
  }

  RunOutcome run() {
    set_up(options_.out / "artifacts");  // what is wrong with the input comes to light before anything is written
    directory_.emplace(options_.out, options_.resume ? RunDirectory::Opening::kResume : RunDirectory::Opening::kNew);
    workshop_.directory = &*directory_;
    events_ = std::make_unique<RunEvents>(directory_->metrics());
    workshop_.events = events_.get();
    CheckpointFolder folder(directory_->path());
    begin_or_go_on(folder);
    workshop_.train_only = train_only();
    if (options_.directory_ready) options_.directory_ready(directory_->path());
    {
      Checkpointer checkpointer(ledger_, timings_, *directory_, folder, facts(), options_.checkpoints);
      work(checkpointer);
    }
    timings_.end();
    directory_->put(RunDirectory::kLastFile, timings_.json());
    folder.remove();
    return outcome();
  }

  void check() { set_up({}); }

 private:
  bool train_only() const { return outcome_.train_only; }
  std::string facts() const { return run_facts(registry_, experiment_, train_only()); }

  void begin_or_go_on(const CheckpointFolder& folder) {
    const auto warn = [this](const std::string& line) {
      if (options_.log) options_.log(AUTOLOSS_LOG_WARNING, line);
    };
    std::optional<Checkpoint> before = options_.resume ? folder.newest(warn) : std::nullopt;
    outcome_.train_only = options_.train_only ? *options_.train_only : before && is_train_only(before->facts);
    if (before) {
      const std::string differences = facts_that_differ(before->facts, facts());
      if (!differences.empty() && !options_.force)
        throw ConfigError(directory_->path().string() + ": what this run depends on has changed" + differences +
                          "\n  undo that, or go on all the same with --force: the numbers may then be no one run's");
      ledger_.restore(std::move(before->entries));
      timings_.resume();
    }
    if (before && !options_.force) return;
    directory_->put("experiment.toml", experiment_.source);
    directory_->put("provenance.json", provenance_json(registry_, experiment_, options_.command_line));
  }

  void work(Checkpointer& checkpointer) {
    try {
      prepare_all();
      if (!train_only()) guide();
      directory_->metrics().finish();
    } catch (const Interrupted&) {
      checkpointer.check();
      checkpointer.write();
      throw;
    }
    checkpointer.check();
  }

  void set_up(const std::filesystem::path& artifacts) {
    host_ = std::make_unique<HostServices>(options_.log, artifacts);
    const Component<autoloss_task_type> task = registry_.task(experiment_.guide_task.id);
    executor_.emplace(options_.jobs, task, experiment_.guide_task.values, host_->get());
    workshop_.host = host_->get();
    workshop_.executor = &*executor_;
    for (Setting& setting : settings_) {
      setting.measure = bind_measure(setting.experiment.compare, executor_->shape());
      setting.methods = bind_methods(setting.experiment, workshop_);
    }
  }

  // Methods that a point changes are prepared there; the others once, for all points.
  void prepare_all() {
    for (std::size_t method = 0; method < experiment_.methods.size(); ++method) {
      const ReadyMethod* shared = nullptr;
      for (Setting& setting : settings_) {
        ReadyMethod& here = setting.methods[method];
        const bool own = setting.changes_method(experiment_.methods[method]);
        if (own || shared == nullptr)
          prepare(here, setting.experiment, setting.measure, own ? setting.label : "", workshop_,
                  place_.below("prepare", method).below("point", index_of(setting)));
        else
          share(*shared, here);
        if (!own && shared == nullptr) shared = &here;
      }
    }
  }

  std::size_t index_of(const Setting& setting) const {
    const auto found =
        std::find_if(settings_.begin(), settings_.end(), [&](const Setting& s) { return &s == &setting; });
    return static_cast<std::size_t>(found - settings_.begin());
  }

  static void share(const ReadyMethod& from, ReadyMethod& to) {
    to.controllers = from.controllers;
    to.tuned = from.tuned;
    to.snapshots = from.snapshots;
    to.preparation_steps = from.preparation_steps;
    to.preparation_batches = from.preparation_batches;
    if (to.tuned) to.tuned->episode = tuned_length(to.setup.method->guide_episode, to.tuned->named);
  }

  void guide() {
    StudyRecord record;
    record.experiment = &experiment_;
    record.methods = &settings_.front().methods;
    record.shape = executor_->shape();
    record.measure = settings_.front().measure;
    for (const Setting& setting : settings_) record.points.push_back(guide_point(setting));
    record.preparation = preparation();

    timings_.begin("compare");
    for (const std::string& line : course_events(record)) events_->add(line);
    directory_->put("results.csv", results_csv(record));
    directory_->put("problems.csv", problems_csv(record));
    directory_->put("summary.json", summary_json(record));
    if (experiment_.compare.budget) directory_->put("budget.csv", budget_csv(record));
    for (const StudyPoint& point : record.points)
      for (const MethodResults& results : point.results)
        for (const GuidedResult& result : results) ++outcome_.guided, outcome_.diverged += result.diverged ? 1 : 0;
  }

  // What was spent on each method before it guided; once where the points share it.
  std::vector<PreparationCost> preparation() const {
    std::vector<PreparationCost> costs(experiment_.methods.size());
    for (std::size_t method = 0; method < costs.size(); ++method) {
      bool counted = false;
      for (const Setting& setting : settings_) {
        const bool own = setting.changes_method(experiment_.methods[method]);
        if (!own && counted) continue;
        counted = counted || !own;
        costs[method].steps += setting.methods[method].preparation_steps;
        costs[method].batches += setting.methods[method].preparation_batches;
      }
    }
    return costs;
  }

  StudyPoint guide_point(const Setting& setting) {
    StudyPoint point;
    point.value = setting.value;
    // The same problems at each point, as far as these are of one distribution.
    for (int64_t problem = 0; problem < setting.experiment.compare.problems; ++problem)
      point.problems.push_back(
          make_problem(setting.experiment.guide_task,
                       sdk::derive(sdk::derive(workshop_.root, "guide"), static_cast<uint64_t>(problem))));

    GuidePlan plan;
    plan.what = "guide" + (experiment_.sweep ? " at " + experiment_.sweep->key + " = " + setting.label : "");
    plan.problems = &point.problems;
    plan.measure = setting.measure;
    plan.shape = &executor_->shape();
    plan.split = split_named(setting.experiment.compare.split);
    plan.key = sdk::derive(workshop_.root, "guided draws");
    plan.curves = &setting == &settings_.front() ? setting.experiment.compare.curves : 0;
    plan.budget = setting.experiment.compare.budget;
    timings_.begin(plan.what);
    const Bookmark place = place_.below("guide", index_of(setting));
    plan.place = place.below("methods");
    point.results = guide_methods(setting.methods, plan, *executor_, options_.progress, *events_);
    plan.place = place.below("replay");
    replay(setting, plan, point);
    for (std::size_t method = 0; plan.budget && method < setting.methods.size(); ++method) {
      plan.place = place.below("budget", method);
      point.budget.push_back(budget_of(setting.methods[method], point.results[method], plan, *executor_));
    }
    return point;
  }

  void replay(const Setting& setting, GuidePlan plan, StudyPoint& point) {
    const Bookmark place = plan.place;
    for (std::size_t method = 0; method < setting.methods.size(); ++method) {
      const std::optional<ReplayConfig>& replay = setting.methods[method].setup.method->replay;
      if (!replay) continue;
      const auto& all = experiment_.methods;
      const auto source = static_cast<std::size_t>(
          std::find_if(all.begin(), all.end(), [&](const Method& other) { return other.name == replay->of; }) -
          all.begin());
      plan.place = place.below("method", method);
      point.results[method] = guide_replay(setting.methods[method], point.results[source],
                                           setting.methods[source].setup.actions.size(), plan, *executor_);
    }
  }

  RunOutcome outcome() {
    outcome_.directory = directory_->path();
    outcome_.failures = executor_->failures();
    return outcome_;
  }

  const Experiment experiment_;
  const Registry& registry_;
  const RunOptions& options_;
  std::deque<Setting> settings_;
  std::optional<RunDirectory> directory_;
  std::unique_ptr<EventLog> events_;
  Ledger ledger_;
  const Bookmark place_{ledger_};
  Timings timings_{place_.below("timings")};
  std::unique_ptr<HostServices> host_;  // outlives every instance below
  std::optional<Executor> executor_;
  Workshop workshop_;
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
