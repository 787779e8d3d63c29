// An experiment, checked and complete: what an experiment file says once defaults are filled in and every key is known
// to be right. Plain values; nothing here runs. `read_experiment` makes it (core/config/reader.hpp), the studies
// consume it.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/errors.hpp"
#include "core/value.hpp"

namespace autoloss {

// A task or a controller with all its parameters. A parameter stands in `values`, and also in `ranges` if it is drawn
// anew for each problem (its value is then the middle of the range).
struct ComponentConfig {
  std::string id;
  ValueMap values;
  RangeMap ranges;
  Place place;  // of its id in the file
};

// How long a training lasts. [episode], overridden by [train.episode], [guide.episode] and [method.NAME.episode].
struct EpisodeConfig {
  int64_t horizon = 20000;      // steps at most
  int64_t validate_every = 10;  // steps between validations, which also refresh the features
  int64_t patience = 100;       // validations without a better one before it stops; 0: runs to the horizon
};

// Which features a controller sees. [features], overridden by [method.NAME.features].
struct FeatureConfig {
  std::string set = "state";      // "paper", "release", "state"; ignored when pick is not empty
  std::vector<std::string> pick;  // single features by name, in this order
  std::vector<std::string> drop;  // groups ("gradients", "losses", "metrics", "progress") or single features
  std::string refresh;            // "validation": right after each one; "step"; "": "step" for paper and release
};

// How an episode of a controller's training is rewarded.
struct RewardConfig {
  std::string form = "negative";  // "negative" -m, "negative_log" -ln m, "inverse" C/m, "square" C m^2,
                                  // "inverse_accuracy" -C/(1-m); m as if smaller were better where the form needs it
  double constant = 1;            // C
  std::string metric;             // "" is the task's primary metric
  std::string split = "score";    // "score", "valid", or "crossed": chosen on one half of valid, scored on the other
  double shaping = 0;             // the release's reward a validation, its weight c; 0 is none
  double shaping_most = 5;
  double least = -1e6;  // reward of a diverged episode when no other in its group has one
  // Of a segment, where the controller learns while the trainings run (TrainConfig::segment):
  bool relative = true;   // its improvement over the mean one of the segments before it
  bool literal = false;   // as printed in the paper: signs are not looked at
  int64_t window = 5;     // segments before it, at most (k)
  double epsilon = 1e-6;  // added to the size of that mean
  double most = 10;       // rewards are clipped to +- this, before the constant; 0: not at all
};

// How a controller is trained. [method.NAME.train].
struct TrainConfig {
  std::string trainer = "policy_gradient";  // or "evolution"
  std::string per = "family";               // or "problem": a controller for each problem, trained on its own data
  int64_t updates = 80;
  int64_t data_sets = 8;         // an update
  int64_t rollouts = 8;          // of each data set, from equal initial parameters
  int64_t starts = 3;            // independent trainings; the one that validates best is kept
  int64_t controllers = 1;       // trained so, each from `starts`; all of them guide every problem
  std::string explore = "hold";  // "draw": an action each step; "hold": for explore_steps; "noise": noise on the logits
  int64_t explore_steps = 10;    // how long an action or a noise is held
  double explore_scale = 0.8;    // standard deviation of the noise
  double explore_epsilon = 0;    // share of decisions taken at random when training begins; and at its end:
  double explore_epsilon_end = 0;
  int64_t segment = 0;             // steps between rewards while the trainings run; 0: one at the end of each
  int64_t segments = 8;            // of each running training, that an update learns from
  std::string baseline = "group";  // "group": mean and sd of the rollouts of a data set; "moving_average"; "none"
  double baseline_decay = 0.8;
  double advantage_most = 5;         // advantages are clipped to +- this; 0: not at all
  double advantage_least = 0;        // and pushed out to at least this, sign kept
  int64_t selection_every = 20;      // updates between validations of the controller; 0: keep the last
  int64_t selection_problems = 100;  // problems of their own that it is validated on
  double average_last = 0.33;        // share of the updates, at the end, whose parameters are averaged
  double evolution_scale = 0.5;      // standard deviation of the perturbations
  double evolution_step = 0.3;       // step size; a pair each for every data set and rollouts/2
  RewardConfig reward;
};

// A search over parameters. [method.NAME.tune].
struct TuneConfig {
  std::string per = "problem";  // on each problem's validation data; "once": on problems of the controller's role
  std::string search = "grid";  // or "random"
  int64_t trials = 50;          // of a random search
  int64_t problems = 40;        // that "once" is decided on
  int64_t finalists = 1;        // "once": this many best trials are decided again on finalist_problems fresh problems
  int64_t finalist_problems = 0;
  std::map<std::string, Range> parameters;  // by "task.KEY", "controller.KEY" or "episode.KEY"
};

// A method that replays what another one did. [method.NAME.replay].
struct ReplayConfig {
  std::string of;                 // name of the other method
  std::string what = "shuffled";  // "trace", "shuffled" (the trace in random order), "profile" (mean shares by time)
  int64_t bin_width = 100;        // steps a bin of a profile
};

// One way to schedule the updates. [method.NAME], in the order of the file.
struct Method {
  std::string name;
  std::string label;  // for tables and plots; the name if the file gives none
  ComponentConfig controller;
  std::string controller_file;       // a saved controller to guide with; "" for none
  std::vector<std::string> actions;  // that it may take, by name; empty: the task's actions that are not joint
  FeatureConfig features;
  bool features_given = false;  // false: the controller's own default features, if it has any
  EpisodeConfig guide_episode;
  EpisodeConfig train_episode;
  ValueMap task;        // parameters of the task that this method sets otherwise
  bool greedy = false;  // takes the most probable action instead of a draw
  std::optional<TrainConfig> train;
  std::optional<TuneConfig> tune;
  std::optional<ReplayConfig> replay;
  Place place;
};

struct Experiment;

// One of the settings that an experiment guides new models in.
struct Point {
  std::string label;           // for tables and plots
  std::optional<Value> value;  // of a swept key
  // The method whose preparation (training, search) differs here; "": none, "*": all.
  std::string changes;
  std::shared_ptr<const Experiment> experiment;  // all that holds here; has no points itself
};

// Results for several points: values of one key ([sweep]) or distributions of problems ([distribution.NAME]).
struct Sweep {
  std::string key;  // "task.KEY", ...; "distribution"
  std::vector<Point> points;
};

// A distribution of problems beside others. [distribution.NAME].
struct Distribution {
  std::string label;  // the name if the file gives none
};

// What is compared. [compare].
struct CompareConfig {
  int64_t problems = 150;  // guided problems, none seen in training or search
  std::string reference;   // the method that the others are compared with; default: the first that is trained
  std::string metric;      // default: the task's result metric
  std::string split = "test";
  std::string transform = "none";  // "log": means and differences of ln(metric)
  double margin = 0;               // differences within +- margin are of no practical importance
  int64_t resamples = 10000;       // of the bootstrap
  int64_t curves = 2;              // problems whose loss curves are recorded
  bool budget = false;             // records results against what was spent: budget.csv
};

// The file that a plugin has to be. [plugins.ID].
struct PluginPin {
  std::string id;      // of a component that it holds
  std::string sha256;  // 64 hexadecimal digits, small
};

struct Experiment {
  std::string name;
  std::string description;
  uint64_t seed = 1;
  ComponentConfig train_task;  // [task] with [train.task] on top
  ComponentConfig guide_task;  // [task] with [guide.task] on top
  CompareConfig compare;
  std::optional<Sweep> sweep;
  std::vector<Method> methods;
  std::vector<PluginPin> plugins;
  std::string source;  // the resolved file, as text that reads back to an equal experiment
};

}  // namespace autoloss
