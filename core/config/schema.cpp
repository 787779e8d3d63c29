#include "core/config/schema.hpp"

#include <limits>
#include <type_traits>

namespace autoloss {
namespace {

using Type = Parameter::Type;

constexpr double kMany = 1e9;  // steps, episodes: more than any run takes
constexpr double kNoEnd = std::numeric_limits<double>::infinity();

// Keys as the tables below write them.
template <class Target, class Member>
Key<Target> stored(Type type, const char* name, Member Target::*member, const char* description) {
  Key<Target> key;
  key.parameter.key = name;
  key.parameter.type = type;
  key.parameter.description = description;
  key.member = member;
  key.parameter.standard = key.load(Target{});
  return key;
}

template <class Target, class Member>
Key<Target> whole(const char* name, Member Target::*member, double least, double most, const char* unit,
                  const char* description) {
  Key<Target> key = stored(Type::kInteger, name, member, description);
  key.parameter.least = least;
  key.parameter.most = most;
  key.parameter.unit = unit;
  return key;
}

template <class Target>
Key<Target> real(const char* name, double Target::*member, double least, double most, const char* description) {
  Key<Target> key = stored(Type::kNumber, name, member, description);
  key.parameter.least = least;
  key.parameter.most = most;
  return key;
}

template <class Target>
Key<Target> flag(const char* name, bool Target::*member, const char* description) {
  return stored(Type::kBoolean, name, member, description);
}

template <class Target>
Key<Target> word(const char* name, std::string Target::*member, const std::vector<std::string>& choices,
                 const char* description) {
  Key<Target> key = stored(Type::kString, name, member, description);
  key.parameter.choices = choices;
  return key;
}

template <class Target>
Key<Target> text(const char* name, std::string Target::*member, const char* otherwise, const char* description) {
  Key<Target> key = stored(Type::kString, name, member, description);
  key.parameter.otherwise = otherwise;
  return key;
}

template <class Target>
Key<Target> file(const char* name, std::string Target::*member, const char* description) {
  return stored(Type::kPath, name, member, description);
}

template <class Target>
Key<Target> words(const char* name, std::vector<std::string> Target::*member, const char* otherwise,
                  const char* description) {
  Key<Target> key = stored(Type::kStrings, name, member, description);
  key.parameter.otherwise = otherwise;
  return key;
}

// A key that the reader takes apart itself.
template <class Target>
Key<Target> apart(const char* name, Type type, const char* otherwise, const char* description) {
  Key<Target> key;
  key.parameter.key = name;
  key.parameter.type = type;
  key.parameter.standard = std::string();
  key.parameter.otherwise = otherwise;
  key.parameter.description = description;
  return key;
}

}  // namespace

template <>
const Section<Experiment>& section() {
  using E = Experiment;
  static const Section<E> kSection{
      "The file itself",
      "Keys before the first heading.",
      "name = \"regression\"\nseed = 1",
      {
          text("name", &E::name, "the file's name", "Names the run and its directory: letters, digits, `.`, `_`, `-`."),
          text("description", &E::description, "", "One line for the report."),
          whole("seed", &E::seed, 0, 9223372036854774784.0, "",
                "Everything drawn follows from it. `--seed` sets it for one run."),
          apart<E>("task", Type::kTable, "", "The task and its parameters: `[task]`."),
          apart<E>("train", Type::kTable, "", "What holds only while controllers are trained: `[train]`."),
          apart<E>("guide", Type::kTable, "", "What holds only while new models are guided: `[guide]`."),
          apart<E>("episode", Type::kTable, "", "How long a training lasts: `[episode]`."),
          apart<E>("features", Type::kTable, "", "What controllers see: `[features]`."),
          apart<E>("method", Type::kTable, "", "The methods, one table each: `[method.NAME]`."),
          apart<E>("compare", Type::kTable, "", "What is compared: `[compare]`."),
          apart<E>("sweep", Type::kTable, "", "Results for several values of one key: `[sweep]`."),
          apart<E>("distribution", Type::kTable, "", "Results for several distributions: `[distribution.NAME]`."),
          apart<E>("plugins", Type::kTable, "", "Which file a plugin has to be: `[plugins.ID]`."),
          apart<E>("quick", Type::kTable, "", "What `--quick` changes: `[quick]`."),
      }};
  return kSection;
}

template <>
const Section<ComponentConfig>& section() {
  using C = ComponentConfig;
  static const Section<C> kSection{
      "[task]",
      "The task that models are trained on. Beside `id` it takes the parameters that the task publishes: "
      "`autoloss inspect ID` lists them. A parameter may be a *range* (see above): then the problems are a family, and "
      "each problem draws a value of its own.",
      "[task]\nid = \"regression\"\nsigma = { uniform = [0.5, 4] }",
      {
          text("id", &C::id, "must be given", "Which task."),
      }};
  return kSection;
}

template <>
const Section<RoleTables>& section() {
  using R = RoleTables;
  static const Section<R> kSection{
      "[train] and [guide]",
      "`[train.task]` and `[train.episode]` are laid over `[task]` and `[episode]` while controllers are trained and "
      "searches are decided once, `[guide.task]` and `[guide.episode]` while new models are guided and compared. A "
      "`task` with another `id` replaces the whole table.",
      "[train.episode]\nhorizon = 2000",
      {
          apart<R>("task", Type::kTable, "", "Laid over `[task]`."),
          apart<R>("episode", Type::kTable, "", "Laid over `[episode]`."),
      }};
  return kSection;
}

template <>
const Section<EpisodeConfig>& section() {
  using E = EpisodeConfig;
  static const Section<E> kSection{
      "[episode]",
      "How long the training of one model lasts. In order of weight, the last one counts: `[episode]`, "
      "`[train.episode]` or `[guide.episode]`, `[method.NAME.episode]` and, while that controller is trained, "
      "`[method.NAME.train.episode]`.",
      "[episode]\nhorizon = 20000\npatience = 100",
      {
          whole("horizon", &E::horizon, 1, kMany, "steps", "Steps at most."),
          whole("validate_every", &E::validate_every, 1, kMany, "steps",
                "Steps between validations. A validation also refreshes the features."),
          whole("patience", &E::patience, 0, kMany, "validations",
                "Validations in a row without a better one before the training stops; 0: it runs to the horizon."),
      }};
  return kSection;
}

template <>
const Section<FeatureConfig>& section() {
  using F = FeatureConfig;
  static const Section<F> kSection{
      "[features]",
      "What a controller sees; `[method.NAME.features]` is laid over it. Without either a controller gets the features "
      "that it asks for itself, or the set `state`.",
      "[features]\npick = [\"steps\", \"log_gradient_ratio.0.1\", \"stall\"]",
      {
          word("set", &F::set, {"state", "paper", "release"},
               "`paper`: those of the paper; `release`: those of the authors' code; `state`: ours. Of no account when "
               "`pick` is given."),
          words("pick", &F::pick, "the whole set", "Single features by name, in this order."),
          words("drop", &F::drop, "none",
                "Taken out again: the groups `gradients`, `losses`, `metrics`, `progress`, or single features."),
          text("refresh", &F::refresh, "`step` for the sets `paper` and `release`, else `validation`",
               "When they are computed anew: `validation`: at each one; `step`: before each decision, for signals that "
               "change with every step."),
      }};
  return kSection;
}

template <>
const Section<Method>& section() {
  using M = Method;
  static const Section<M> kSection{
      "[method.NAME]",
      "One way to schedule the updates. Methods run and are shown in the order of the file. NAME: letters, digits, `_` "
      "and `-`.",
      "[method.constant]\nlabel = \"constant p, tuned once\"\ncontroller = { id = \"bernoulli_constant\" }\n"
      "tune = { per = \"once\", parameters = { \"controller.p\" = { uniform = [0.02, 0.98], points = 25 } } }",
      {
          text("label", &M::label, "its name", "For tables and plots."),
          apart<M>("controller", Type::kTable, "",
                   "`id` and the parameters that the controller publishes (`autoloss inspect ID`). May be left out "
                   "beside `replay` or `controller_file`, and beside `train`: then `bernoulli_linear` learns."),
          file("controller_file", &M::controller_file,
               "A saved controller to guide with, instead of training one. A relative path starts at the experiment "
               "file's folder."),
          words("actions", &M::actions, "the task's actions that are not joint", "Actions that it may take, by name."),
          flag("greedy", &M::greedy,
               "Takes the most probable action instead of a draw; an evolution strategy trains it so, too."),
          apart<M>("task", Type::kTable, "", "Parameters of the task that this method sets otherwise."),
          apart<M>("episode", Type::kTable, "", "Laid over `[episode]`."),
          apart<M>("features", Type::kTable, "", "Laid over `[features]`."),
          apart<M>("train", Type::kTable, "not trained", "Its controller is trained: `[method.NAME.train]`."),
          apart<M>("tune", Type::kTable, "not tuned", "Parameters are searched: `[method.NAME.tune]`."),
          apart<M>("replay", Type::kTable, "no replay", "It replays another method: `[method.NAME.replay]`."),
      }};
  return kSection;
}

template <>
const Section<TrainConfig>& section() {
  using T = TrainConfig;
  static const Section<T> kSection{
      "[method.NAME.train]",
      "How the method's controller is trained. An update learns from `data_sets` x `rollouts` episodes, or from parts "
      "of "
      "as many.",
      "[method.autoloss.train]\nupdates = 100\ndata_sets = 8\nrollouts = 8\nstarts = 2",
      {
          word("trainer", &T::trainer, {"policy_gradient", "evolution"},
               "`policy_gradient`: the controller's own `learn`; `evolution`: an evolution strategy over its parameter "
               "vector."),
          word("per", &T::per, {"family", "problem"},
               "`family`: one controller for all problems; `problem`: one for each guided problem, trained on that "
               "problem's own data."),
          whole("updates", &T::updates, 0, kMany, "updates", "Of one training."),
          whole("data_sets", &T::data_sets, 1, 1e6, "data sets", "Of each update."),
          whole("rollouts", &T::rollouts, 1, 1e6, "episodes",
                "On each data set, from equal initial parameters. An evolution strategy runs them as pairs."),
          whole("starts", &T::starts, 1, 1000, "trainings", "Independent trainings; the best on validation is kept."),
          whole("controllers", &T::controllers, 1, 1000, "controllers",
                "Controllers trained so, each with seeds of its own; every problem is guided by each of them, and "
                "intervals count both as random."),
          word("explore", &T::explore, {"hold", "draw", "noise"},
               "`draw`: an action drawn for each step; `hold`: an action drawn and taken for `explore_steps`; `noise`: "
               "noise on the logits, held for `explore_steps`."),
          whole("explore_steps", &T::explore_steps, 1, kMany, "steps", "How long an action or a noise is held."),
          real("explore_scale", &T::explore_scale, 0, 100, "Standard deviation of the noise on the logits."),
          real("explore_epsilon", &T::explore_epsilon, 0, 1,
               "Share of the decisions at which any action is equally probable, when training begins."),
          real("explore_epsilon_end", &T::explore_epsilon_end, 0, 1, "And at its end; it moves along a line."),
          whole("segment", &T::segment, 0, kMany, "steps",
                "0: an update learns from whole episodes, rewarded at their end. Else *online*: the trainings run on, "
                "one for each data set and rollout, every so many steps are rewarded by what they improved, and the "
                "controller learns meanwhile. A training that ended makes room for one of a fresh problem."),
          whole("segments", &T::segments, 1, 1e6, "segments",
                "Online: of each running training, that an update learns from."),
          word("baseline", &T::baseline, {"group", "moving_average", "none"},
               "What is subtracted from a reward. `group`: the mean of the rollouts of its data set, over their "
               "standard "
               "deviation; `moving_average`: of earlier rewards."),
          real("baseline_decay", &T::baseline_decay, 0, 0.9999, "Share that a moving average keeps of the past."),
          real("advantage_most", &T::advantage_most, 0, kNoEnd,
               "Advantages are clipped to plus or minus this; 0: not at all."),
          real("advantage_least", &T::advantage_least, 0, kNoEnd,
               "Advantages are pushed out to at least this, sign kept."),
          whole("selection_every", &T::selection_every, 0, kMany, "updates",
                "Updates between validations of the controller; 0: the last one is kept."),
          whole("selection_problems", &T::selection_problems, 1, 1e6, "problems",
                "Problems of their own that a controller is validated on."),
          real("average_last", &T::average_last, 0, 1,
               "Share of the updates, at the end, whose parameters are averaged."),
          real("evolution_scale", &T::evolution_scale, 1e-9, 1000,
               "Standard deviation of an evolution's perturbations."),
          real("evolution_step", &T::evolution_step, 1e-9, 1000, "Step size of an evolution."),
          apart<T>("reward", Type::kTable, "", "How an episode is rewarded: `[method.NAME.train.reward]`."),
          apart<T>("episode", Type::kTable, "",
                   "Laid over all other `episode` tables while this controller is trained."),
      }};
  return kSection;
}

template <>
const Section<RewardConfig>& section() {
  using R = RewardConfig;
  static const Section<R> kSection{
      "[method.NAME.train.reward]",
      "How an episode of a controller's training is rewarded, from the value m of a metric of the kept parameters.",
      "[method.autoloss.train.reward]\nform = \"negative_log\"",
      {
          word("form", &R::form, {"negative", "negative_log", "inverse", "square", "inverse_accuracy"},
               "`negative`: -C m; `negative_log`: -C ln m; `inverse`: C/m; `square`: C m^2; `inverse_accuracy`: "
               "-C/(1-m). The first two change sign for a metric to be maximised."),
          real("constant", &R::constant, -kNoEnd, kNoEnd, "C."),
          text("metric", &R::metric, "the task's primary metric", "Whose value m is."),
          word("split", &R::split, {"score", "valid", "crossed"},
               "Rows that m is measured on. `score`: rows that neither trained nor chose the kept parameters; "
               "`crossed`: "
               "chosen on one half of the validation rows and measured on the other, both ways averaged."),
          real("shaping", &R::shaping, 0, kNoEnd, "Weight of the release's reward at each validation; 0: none."),
          real("shaping_most", &R::shaping_most, 0, kNoEnd, "Largest of those, before the weight."),
          real("least", &R::least, -kNoEnd, kNoEnd,
               "Reward of an episode that diverged when no other of its group has one."),
          flag("relative", &R::relative,
               "Online, from the value p of the form with C = 1, of the parameters as they are: C (p(t+T) - p(t)) / "
               "(|p(t) - p(t-kT)|/k + epsilon), 0 where there is no segment before; `false`: C (p(t+T) - p(t))."),
          flag("literal", &R::literal,
               "Online, as printed in the paper: C (m(t+T) - m(t)) / ((m(t) - m(t-kT))/k). A training that keeps "
               "getting worse is paid for it."),
          whole("window", &R::window, 1, 1e6, "segments", "Online: k, or as many as there were."),
          real("epsilon", &R::epsilon, 0, kNoEnd, "Online: see `relative`."),
          real("most", &R::most, 0, kNoEnd,
               "Online: relative rewards are clipped to plus or minus this times C; 0: not at all. The literal form is "
               "not."),
      }};
  return kSection;
}

template <>
const Section<TuneConfig>& section() {
  using T = TuneConfig;
  static const Section<T> kSection{
      "[method.NAME.tune]",
      "A search over parameters; what it costs is counted.",
      "[method.dgs.tune]\nparameters = { \"task.joint_weight\" = { log_uniform = [0.01, 10], points = 50 } }",
      {
          word("per", &T::per, {"problem", "once"},
               "`problem`: anew on each problem's validation data; `once`: on problems of the controller's role."),
          word("search", &T::search, {"grid", "random"}, "`grid`: all points of all ranges; `random`: draws."),
          whole("trials", &T::trials, 1, 1e6, "trials", "Of a random search."),
          whole("problems", &T::problems, 1, 1e6, "problems", "That `once` is decided on."),
          whole("finalists", &T::finalists, 1, 1e6, "trials",
                "With `once`: this many of the best trials are decided again on `finalist_problems` fresh problems."),
          whole("finalist_problems", &T::finalist_problems, 0, 1e6, "problems", "See `finalists`."),
          apart<T>(
              "parameters", Type::kTable, "must be given",
              "What is searched: a range for each of `\"task.KEY\"`, `\"controller.KEY\"`, `\"episode.KEY\"`. A grid "
              "needs `points` beside `uniform`, `log_uniform` and `logit_uniform`."),
      }};
  return kSection;
}

template <>
const Section<ReplayConfig>& section() {
  using R = ReplayConfig;
  static const Section<R> kSection{
      "[method.NAME.replay]",
      "The method repeats what another one did, without looking at the state. Its controller is `replay` unless it "
      "names one.",
      "[method.shuffled]\nreplay = { of = \"autoloss\" }",
      {
          text("of", &R::of, "must be given", "Name of the other method."),
          word("what", &R::what, {"shuffled", "trace", "profile"},
               "`trace`: its actions on this problem; `shuffled`: the same in random order; `profile`: its mean shares "
               "by time, over all problems."),
          whole("bin_width", &R::bin_width, 1, kMany, "steps", "A bin of a profile."),
      }};
  return kSection;
}

template <>
const Section<CompareConfig>& section() {
  using C = CompareConfig;
  static const Section<C> kSection{
      "[compare]",
      "Methods are compared in pairs, on the same problems, initial parameters and draws. No problem was seen in "
      "training or in a search that is decided once.",
      "[compare]\nproblems = 150\nreference = \"autoloss\"",
      {
          whole("problems", &C::problems, 1, 1e7, "problems", "Guided problems."),
          text("reference", &C::reference, "the first method that is trained, else the first",
               "The method that the others are compared with."),
          text("metric", &C::metric, "the task's result metric", "What is compared."),
          word("split", &C::split, {"test", "valid", "train"}, "Rows that it is measured on."),
          word("transform", &C::transform, {"none", "log"}, "`log`: means and differences of ln(metric)."),
          real("margin", &C::margin, 0, kNoEnd,
               "Differences within plus or minus this are of no practical importance: the word `equivalent`."),
          whole("resamples", &C::resamples, 100, 1e7, "resamples", "Of the bootstrap."),
          whole("curves", &C::curves, 0, 1e6, "problems", "Problems whose loss curves are recorded."),
          flag("budget", &C::budget,
               "Records results against the batches of data spent, trainings and searches included: `budget.csv` and a "
               "figure. Methods that train guide every problem with each controller that was the best so far."),
      }};
  return kSection;
}

template <>
const Section<Sweep>& section() {
  using S = Sweep;
  static const Section<S> kSection{
      "[sweep]",
      "Each value of one key in turn; results are given for each. `task.KEY` and `episode.KEY` change how new models "
      "are "
      "guided: controllers are trained and searches decided once, for all values. Any other key of the file may be "
      "swept too; `method.NAME...` prepares that method anew at each value, everything else all methods.",
      "[sweep]\nkey = \"task.l1_weight\"\nvalues = [0.02, 0.2, 2]",
      {
          text("key", &S::key, "must be given", "`\"task.KEY\"`, `\"method.NAME.train.updates\"`, ..."),
          apart<S>("values", Type::kList, "must be given", "Its values, in order."),
      }};
  return kSection;
}

template <>
const Section<Distribution>& section() {
  using D = Distribution;
  static const Section<D> kSection{
      "[distribution.NAME]",
      "New models are guided on each of these distributions of problems in turn, by the same controllers: trained, as "
      "ever, on `[task]` with `[train.task]`. Results are given for each, in the order of the file.",
      "[distribution.noisier]\nlabel = \"twice the noise\"\ntask.noise = 4",
      {
          text("label", &D::label, "its name", "For tables and plots."),
          apart<D>("task", Type::kTable, "", "Laid over `[task]` and `[guide.task]`."),
          apart<D>("episode", Type::kTable, "", "Laid over `[episode]` and `[guide.episode]`."),
      }};
  return kSection;
}

template <>
const Section<PluginPin>& section() {
  using P = PluginPin;
  static const Section<P> kSection{
      "[plugins.ID]",
      "Pins the plugin that holds the task or controller ID to one file: another build of it is refused before it is "
      "loaded. The checksum of each plugin in use stands in `provenance.json` of a run. A plugin runs with all rights "
      "of the user; a pin says which one that may be.",
      "[plugins]\nregression.sha256 = \"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\"",
      {
          text("sha256", &P::sha256, "must be given", "SHA-256 of the file, as `sha256sum` prints it."),
      }};
  return kSection;
}

}  // namespace autoloss
