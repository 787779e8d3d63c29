#include "core/study/tune.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <numeric>

namespace autoloss {
namespace {

using Json = nlohmann::ordered_json;

Json json_of(const Value& value) {
  return std::visit([](const auto& item) { return Json(item); }, value);
}

bool is_integer(const Method& method, const ValueMap& task_values, const std::string& component,
                const std::string& key) {
  if (component == "episode") return true;
  const ValueMap& values = component == "task" ? task_values : method.controller.values;
  const auto found = values.find(key);
  if (found == values.end())
    throw ConfigError(method.place,
                      "method '" + method.name + "': the " + component + " has no parameter '" + key + "' to tune");
  return std::holds_alternative<int64_t>(found->second);
}

void assign(Assignment& assignment, const Method& method, const std::string& component, const std::string& key,
            const Value& value) {
  assignment.named[component + "." + key] = value;
  if (component == "task") {
    assignment.task[key] = value;
  } else if (component == "controller") {
    assignment.controller[key] = value;
  } else {
    if (key != "horizon" && key != "patience" && key != "validate_every")
      throw ConfigError(method.place, "method '" + method.name + "': there is no episode." + key + " to tune");
    assignment.episode = tuned_length(assignment.episode, assignment.named);
  }
}

struct Axis {
  std::string component, key;
  const Range* range;
  bool integer;
};

std::vector<Axis> axes_of(const Method& method, const ValueMap& task_values) {
  std::vector<Axis> axes;
  for (const auto& [name, range] : method.tune->parameters) {
    const std::size_t dot = name.find('.');
    const std::string component = name.substr(0, dot);
    const std::string key = dot == std::string::npos ? "" : name.substr(dot + 1);
    if (component != "task" && component != "controller" && component != "episode")
      throw ConfigError(method.place, "method '" + method.name + "': tune.parameters names '" + name +
                                          "'; a key begins with task., controller. or episode.");
    axes.push_back({component, key, &range, is_integer(method, task_values, component, key)});
  }
  return axes;
}

}  // namespace

EpisodeConfig tuned_length(EpisodeConfig length, const ValueMap& named) {
  const auto take = [&](const char* key, int64_t& value) {
    const auto found = named.find(key);
    if (found != named.end()) value = static_cast<int64_t>(to_number(found->second));
  };
  take("episode.horizon", length.horizon);
  take("episode.patience", length.patience);
  take("episode.validate_every", length.validate_every);
  return length;
}

std::vector<Assignment> candidates(const Method& method, const ValueMap& task_values, uint64_t key) {
  const TuneConfig& config = *method.tune;
  const std::vector<Axis> axes = axes_of(method, task_values);
  Assignment plain;
  plain.episode = method.guide_episode;
  std::vector<Assignment> list;
  if (config.search == "grid") {
    list.push_back(plain);
    for (const Axis& axis : axes) {
      std::vector<Assignment> product;
      for (const Assignment& before : list) {
        for (const Value& value : axis.range->grid(axis.integer)) {
          product.push_back(before);
          assign(product.back(), method, axis.component, axis.key, value);
        }
      }
      list = std::move(product);
    }
  } else if (config.search == "random") {
    for (int64_t trial = 0; trial < config.trials; ++trial) {
      sdk::Stream stream(sdk::derive(sdk::derive(key, "trial"), static_cast<uint64_t>(trial)));
      list.push_back(plain);
      for (const Axis& axis : axes)
        assign(list.back(), method, axis.component, axis.key, axis.range->at(stream.uniform(), axis.integer));
    }
  } else {
    throw ConfigError(method.place,
                      "method '" + method.name + "': tune.search is '" + config.search + "'; it can be grid or random");
  }
  return list;
}

namespace {

// Tries assignments on problems; knows what it has cost.
class Search {
 public:
  Search(const MethodSetup& setup, const Measure& measure, const ProblemSource& source, uint64_t key,
         EpisodeRunner& runner, EventLog& events, const Bookmark& place)
      : setup_(setup), measure_(measure), source_(source), key_(key), runner_(runner), events_(events), place_(place) {}

  // Mean score of each trial over `count` problems of a round.
  std::vector<double> scores(const std::vector<Assignment>& all, const std::vector<std::size_t>& trials, int64_t count,
                             int64_t round) {
    const uint64_t round_key = sdk::derive(sdk::derive(key_, "round"), static_cast<uint64_t>(round));
    std::vector<Problem> problems;
    for (int64_t index = 0; index < count; ++index)
      problems.push_back(source_(sdk::derive(round_key, static_cast<uint64_t>(index))));
    std::vector<std::unique_ptr<ControllerInstance>> controllers;
    for (const std::size_t trial : trials)
      controllers.push_back(setup_.make_controller(sdk::derive(key_, "controller"), all[trial].controller));

    std::vector<EpisodeJob> jobs;
    for (std::size_t problem = 0; problem < problems.size(); ++problem)
      for (std::size_t index = 0; index < trials.size(); ++index)
        jobs.push_back(job(problems[problem], problem, *controllers[index], all[trials[index]],
                           sdk::derive(sdk::derive(round_key, "draws"), problem)));
    const std::vector<double> values = run(jobs, trials.size(), place_.below("round", static_cast<std::size_t>(round)));
    for (std::size_t index = 0; index < trials.size(); ++index)
      note(all[trials[index]], trials[index], values[index], round);
    return values;
  }

  uint64_t steps() const { return steps_; }
  uint64_t batches() const { return batches_; }

 private:
  EpisodeJob job(const Problem& problem, std::size_t group, const ControllerInstance& controller,
                 const Assignment& assignment, uint64_t key) {
    EpisodeJob job;
    job.problem = &problem;
    job.controller = &controller;
    job.schema = &setup_.schema;
    job.actions = &setup_.actions;
    job.length = &assignment.episode;
    job.group = group;
    job.task = setup_.method->task;
    for (const auto& [name, value] : assignment.task) job.task[name] = value;
    job.role = AUTOLOSS_ROLE_CONTROLLER;
    job.key = key;
    job.greedy = setup_.method->greedy;
    job.measured_split = measure_.has_score_split ? AUTOLOSS_SPLIT_SCORE : AUTOLOSS_SPLIT_VALID;
    return job;
  }

  // A trial that diverges on a problem is worth there what the worst trial is.
  std::vector<double> run(const std::vector<EpisodeJob>& jobs, std::size_t trials, const Bookmark& place) {
    const std::vector<EpisodeOutcome> outcomes = runner_.run(jobs, place);
    const std::size_t problems = outcomes.size() / trials;
    std::vector<double> sums(trials, 0);
    for (std::size_t problem = 0; problem < problems; ++problem) {
      std::vector<double> row;
      double worst = std::numeric_limits<double>::infinity();
      for (std::size_t trial = 0; trial < trials; ++trial) {
        const EpisodeResult& result = outcomes[problem * trials + trial].result;
        steps_ += result.steps;
        batches_ += result.batches;
        row.push_back(result.diverged ? std::numeric_limits<double>::quiet_NaN() : measure_.score(result.measured));
        if (std::isfinite(row.back())) worst = std::min(worst, row.back());
      }
      for (std::size_t trial = 0; trial < trials; ++trial)
        sums[trial] += (std::isfinite(row[trial]) ? row[trial]
                        : std::isfinite(worst)    ? worst
                                                  : 0) /
                       static_cast<double>(problems);
    }
    return sums;
  }

  void note(const Assignment& assignment, std::size_t trial, double score, int64_t round) {
    Json parameters = Json::object();
    for (const auto& [name, value] : assignment.named) parameters[name] = json_of(value);
    events_.add(Json{
        {"kind", "trial"},
        {"method", setup_.method->name},
        {"trial", trial},
        {"parameters", parameters},
        {"score", score},
        {"round",
         round}}.dump());
  }

  const MethodSetup& setup_;
  const Measure& measure_;
  const ProblemSource& source_;
  uint64_t key_;
  EpisodeRunner& runner_;
  EventLog& events_;
  const Bookmark& place_;
  uint64_t steps_ = 0, batches_ = 0;
};

}  // namespace

TunedOnce tune_once(const MethodSetup& setup, const Measure& measure, const ProblemSource& source, uint64_t key,
                    EpisodeRunner& runner, EventLog& events, const Bookmark& place) {
  const TuneConfig& config = *setup.method->tune;
  const std::vector<Assignment> all = candidates(*setup.method, source(key).values, key);
  Search search(setup, measure, source, key, runner, events, place);

  std::vector<std::size_t> order(all.size());
  std::iota(order.begin(), order.end(), 0);
  std::vector<double> scores = search.scores(all, order, config.problems, 0);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return scores[a] > scores[b]; });
  TunedOnce tuned{all[order.front()], scores[order.front()], 0, 0};

  if (config.finalists > 1 && config.finalist_problems > 0) {
    order.resize(std::min(order.size(), static_cast<std::size_t>(config.finalists)));
    const std::vector<double> finals = search.scores(all, order, config.finalist_problems, 1);
    const auto best = static_cast<std::size_t>(std::max_element(finals.begin(), finals.end()) - finals.begin());
    tuned.best = all[order[best]];
    tuned.score = finals[best];
  }
  tuned.steps = search.steps();
  tuned.batches = search.batches();
  return tuned;
}

}  // namespace autoloss
