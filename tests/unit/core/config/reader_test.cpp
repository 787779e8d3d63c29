#include "core/config/reader.hpp"

#include <gmock/gmock.h>
#include <stdlib.h>

#include <fstream>

#include "core/errors.hpp"

namespace autoloss {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

const Registry& registry() {
  static const Registry plugins({fs::path(AUTOLOSS_TEST_PLUGINS) / "toy"});
  return plugins;
}

Experiment parse(const std::string& text, const ReadOptions& options = {}) {
  return parse_experiment(text, "file.toml", "/folder", registry(), options);
}

template <class Error>
std::string error_of(const std::string& text, const ReadOptions& options = {}) {
  try {
    parse(text, options);
  } catch (const Error& error) {
    return error.what();
  } catch (const std::exception& other) {
    ADD_FAILURE() << "another error: " << other.what();
    return "";
  }
  ADD_FAILURE() << "nothing was thrown";
  return "";
}
std::string config_error(const std::string& text, const ReadOptions& options = {}) {
  return error_of<ConfigError>(text, options);
}

// The shortest experiment, five lines, to which tests add.
const std::string kLeast =
    "[task]\n"
    "id = \"toy_task\"\n"
    "[method.coin]\n"
    "controller = { id = \"toy_coin\" }\n"
    "\n";
const std::string kLearner =
    "[task]\n"
    "id = \"toy_task\"\n"
    "[method.learner]\n"
    "controller = { id = \"toy_learner\" }\n"
    "\n";

ReadOptions set(std::vector<std::string> settings) {
  ReadOptions options;
  options.set = std::move(settings);
  return options;
}

// --- what is read

TEST(ReadExperiment, FillsInTheDefaults) {
  const Experiment experiment = parse(kLeast);

  EXPECT_EQ(experiment.name, "file");
  EXPECT_EQ(experiment.seed, 1u);
  EXPECT_EQ(experiment.guide_task.id, "toy_task");
  EXPECT_EQ(experiment.guide_task.values.at("rate"), Value{0.1});
  EXPECT_EQ(experiment.guide_task.values.at("rows"), Value{int64_t{100}});
  EXPECT_EQ(experiment.guide_task.values.at("data"), Value{std::string()});
  ASSERT_EQ(experiment.methods.size(), 1u);
  const Method& coin = experiment.methods[0];
  EXPECT_EQ(coin.label, "coin");
  EXPECT_EQ(coin.controller.values.at("bias"), Value{0.5});
  EXPECT_EQ(coin.guide_episode.horizon, 20000);
  EXPECT_FALSE(coin.features_given);
  EXPECT_FALSE(coin.train);
  EXPECT_EQ(experiment.compare.reference, "coin");
  EXPECT_EQ(experiment.compare.problems, 150);
}

TEST(ReadExperiment, KeepsMethodsInTheOrderOfTheFile) {
  const Experiment experiment = parse(
      "[task]\nid = \"toy_task\"\n[method.z]\ncontroller.id = \"toy_coin\"\n[method.a]\ncontroller.id = \"toy_coin\"\n"
      "[method.m]\ncontroller.id = \"toy_coin\"\n[method.a.episode]\nhorizon = 5\n");

  std::vector<std::string> names;
  for (const Method& method : experiment.methods) names.push_back(method.name);
  EXPECT_THAT(names, ElementsAre("z", "a", "m"));
}

TEST(ReadExperiment, TakesValuesOfEveryType) {
  const Experiment experiment = parse(
      "[task]\nid = \"toy_task\"\nrate = 1\nrows = 7\nloud = true\nshape = \"square\"\ndata = \"rows.csv\"\n"
      "scales = [3, 4.5]\nnames = [\"b\", \"c\"]\n[method.coin]\ncontroller.id = \"toy_coin\"\n");

  const ValueMap& values = experiment.guide_task.values;
  EXPECT_EQ(values.at("rate"), Value{1.0});
  EXPECT_EQ(values.at("rows"), Value{int64_t{7}});
  EXPECT_EQ(values.at("loud"), Value{true});
  EXPECT_EQ(values.at("shape"), Value{std::string("square")});
  EXPECT_EQ(values.at("data"), Value{std::string("/folder/rows.csv")});
  EXPECT_EQ(values.at("scales"), (Value{std::vector<double>{3, 4.5}}));
  EXPECT_EQ(values.at("names"), (Value{std::vector<std::string>{"b", "c"}}));
}

TEST(ReadExperiment, TakesARangeForAParameterOfTheTask) {
  const Experiment experiment = parse(
      "[task]\nid = \"toy_task\"\nrate = { log_uniform = [0.01, 1] }\nrows = { choice = [10, 20, 30] }\n"
      "[method.coin]\ncontroller.id = \"toy_coin\"\n");

  EXPECT_EQ(experiment.guide_task.ranges.at("rate").kind, Range::Kind::kLogUniform);
  EXPECT_NEAR(std::get<double>(experiment.guide_task.values.at("rate")), 0.1, 1e-12);
  EXPECT_EQ(experiment.guide_task.values.at("rows"), Value{int64_t{20}});
}

TEST(ReadExperiment, LaysTablesOfTheRolesOverTheCommonOnes) {
  const Experiment experiment = parse(kLearner +
                                      "[train.task]\nrows = 5\n[train.episode]\nhorizon = 200\n"
                                      "[guide.task]\nrate = 0.5\n[guide.episode]\nhorizon = 400\n"
                                      "[method.learner.episode]\npatience = 0\n"
                                      "[method.learner.train]\nupdates = 3\nepisode.horizon = 100\n");

  EXPECT_EQ(experiment.train_task.values.at("rows"), Value{int64_t{5}});
  EXPECT_EQ(experiment.train_task.values.at("rate"), Value{0.1});
  EXPECT_EQ(experiment.guide_task.values.at("rows"), Value{int64_t{100}});
  EXPECT_EQ(experiment.guide_task.values.at("rate"), Value{0.5});
  const Method& learner = experiment.methods[0];
  EXPECT_EQ(learner.guide_episode.horizon, 400);
  EXPECT_EQ(learner.guide_episode.patience, 0);
  EXPECT_EQ(learner.train_episode.horizon, 100);
  EXPECT_EQ(learner.train_episode.patience, 0);
  EXPECT_EQ(learner.train->updates, 3);
}

TEST(ReadExperiment, ReadsARewardBelowTheTraining) {
  const Experiment experiment =
      parse(kLearner + "[method.learner.train.reward]\nform = \"negative_log\"\nconstant = 2\n");

  EXPECT_EQ(experiment.methods[0].train->reward.form, "negative_log");
  EXPECT_EQ(experiment.methods[0].train->reward.constant, 2);
}

TEST(ReadExperiment, TakesTheFirstTrainedMethodForReference) {
  const Experiment experiment = parse(kLeast + "[method.learner]\ncontroller.id = \"toy_learner\"\ntrain = {}\n");

  EXPECT_EQ(experiment.compare.reference, "learner");
}

TEST(ReadExperiment, ReadsASearch) {
  const Experiment experiment = parse(
      kLeast +
      "[method.coin.tune]\nper = \"once\"\nparameters = { \"controller.bias\" = { uniform = [0, 1], points = 5 }, "
      "\"task.rate\" = { choice = [0.1, 0.2] }, \"episode.patience\" = { integer = [1, 3] } }\n");

  const TuneConfig& tune = *experiment.methods[0].tune;
  EXPECT_EQ(tune.parameters.at("controller.bias").points, 5);
  EXPECT_EQ(tune.parameters.at("task.rate").choices, (std::vector<Value>{0.1, 0.2}));
  EXPECT_EQ(tune.parameters.at("episode.patience").most, 3);
}

TEST(ReadExperiment, ReadsSearchedParametersWithoutQuotesToo) {
  const Experiment experiment =
      parse(kLeast + "[method.coin.tune.parameters]\ntask.rate = { uniform = [0.1, 0.2], points = 2 }\n");

  EXPECT_TRUE(experiment.methods[0].tune->parameters.contains("task.rate"));
}

TEST(ReadExperiment, ReadsASweep) {
  const Experiment experiment = parse(kLeast + "[sweep]\nkey = \"task.rate\"\nvalues = [0.1, 1]\n");

  EXPECT_EQ(experiment.sweep->key, "task.rate");
  ASSERT_EQ(experiment.sweep->points.size(), 2u);
  EXPECT_EQ(experiment.sweep->points[0].value, Value{0.1});
  EXPECT_EQ(experiment.sweep->points[0].label, "0.1");
  EXPECT_EQ(experiment.sweep->points[0].changes, "");
  EXPECT_EQ(experiment.sweep->points[0].experiment->guide_task.values.at("rate"), Value{0.1});
  EXPECT_EQ(experiment.sweep->points[0].experiment->train_task.values, experiment.train_task.values);
}

TEST(ReadExperiment, TrainsTheDefaultControllerWhereAMethodNamesNone) {
  const std::string written = kLeast + "[method.learned]\ntrain = {}\n";

  // The registry of these tests does not hold it: the message says which one it would be.
  EXPECT_THAT(error_of<PluginError>(written), HasSubstr("bernoulli_linear"));
}

TEST(ReadExperiment, SweepsTheLengthOfGuidedTrainings) {
  const Experiment experiment = parse(kLeast + "[sweep]\nkey = \"episode.horizon\"\nvalues = [7, 9]\n");

  EXPECT_EQ(experiment.sweep->points[1].experiment->methods[0].guide_episode.horizon, 9);
  EXPECT_EQ(experiment.sweep->points[1].experiment->methods[0].train_episode.horizon,
            experiment.methods[0].train_episode.horizon);
}

TEST(ReadExperiment, SweepsAnyKeyAndSaysWhatItChanges) {
  const Experiment one = parse(kLeast + "[sweep]\nkey = \"method.coin.greedy\"\nvalues = [false, true]\n");
  const Experiment all = parse(kLeast + "[sweep]\nkey = \"train.episode.horizon\"\nvalues = [7]\n");

  EXPECT_EQ(one.sweep->points[0].changes, "coin");
  EXPECT_FALSE(one.sweep->points[0].experiment->methods[0].greedy);
  EXPECT_TRUE(one.sweep->points[1].experiment->methods[0].greedy);
  EXPECT_EQ(all.sweep->points[0].changes, "*");
}

TEST(ReadExperiment, ReadsDistributionsInTheOrderOfTheFile) {
  const Experiment experiment = parse(kLeast +
                                      "[distribution.usual]\n[distribution.fast]\nlabel = \"fast ones\"\n"
                                      "task.rate = 0.9\nepisode.horizon = 8\n");

  EXPECT_EQ(experiment.sweep->key, "distribution");
  ASSERT_EQ(experiment.sweep->points.size(), 2u);
  EXPECT_EQ(experiment.sweep->points[0].label, "usual");
  EXPECT_EQ(experiment.sweep->points[1].label, "fast ones");
  EXPECT_EQ(experiment.sweep->points[1].experiment->guide_task.values.at("rate"), Value{0.9});
  EXPECT_EQ(experiment.sweep->points[1].experiment->methods[0].guide_episode.horizon, 8);
  EXPECT_EQ(experiment.sweep->points[1].experiment->train_task.values, experiment.train_task.values);
}

TEST(ReadExperiment, TakesASavedControllerWithoutAControllerTable) {
  const Experiment experiment =
      parse("[task]\nid = \"toy_task\"\n[method.saved]\ncontroller_file = \"best.controller\"\n");

  EXPECT_EQ(experiment.methods[0].controller_file, "/folder/best.controller");
  EXPECT_EQ(experiment.methods[0].controller.id, "");
}

TEST(ReadExperiment, AppliesSettingsInOrderOverTheFile) {
  const Experiment experiment = parse(
      kLeast, set({"episode.horizon=5", "episode.horizon=6", "task.shape=square", "method.coin.label=\"a coin\""}));

  EXPECT_EQ(experiment.methods[0].guide_episode.horizon, 6);
  EXPECT_EQ(experiment.guide_task.values.at("shape"), Value{std::string("square")});
  EXPECT_EQ(experiment.methods[0].label, "a coin");
}

TEST(ReadExperiment, AppliesQuickBeforeSettings) {
  const std::string text = kLeast + "[quick]\nepisode.horizon = 7\nepisode.patience = 8\n";
  ReadOptions options = set({"episode.patience=9"});
  options.quick = true;

  EXPECT_EQ(parse(text).methods[0].guide_episode.horizon, 20000);
  EXPECT_EQ(parse(text, options).methods[0].guide_episode.horizon, 7);
  EXPECT_EQ(parse(text, options).methods[0].guide_episode.patience, 9);
}

TEST(ReadExperiment, TakesTheSeedOfTheCommandLine) {
  ReadOptions options;
  options.seed = 42;

  EXPECT_EQ(parse("seed = 7\n" + kLeast, options).seed, 42u);
}

TEST(ReadExperiment, GuidesWithASavedControllerInsteadOfTraining) {
  ReadOptions options;
  options.controller_file = "/saved/best.controller";

  const Experiment experiment = parse(kLearner + "[method.learner.train]\nupdates = 3\n", options);

  EXPECT_FALSE(experiment.methods[0].train);
  EXPECT_EQ(experiment.methods[0].controller_file, "/saved/best.controller");
}

TEST(ReadExperiment, WritesAFileThatReadsBackToItself) {
  const std::string text = R"(
name = "all-of-it"
description = "every \"kind\" of key"
seed = 9223372036854774784
[task]
id = "toy_task"
rate = { log_uniform = [0.001, 1] }
data = "rows.csv"
[train.task]
rows = { integer = [10, 20] }
[train.episode]
horizon = 50
[guide.episode]
patience = 3
[features]
pick = ["steps", "stall"]
[method.learner]
controller = { id = "toy_learner", learning_rate = 0.123456789012345678 }
actions = ["grow", "shrink"]
features = { drop = ["progress"] }
train = { updates = 4, trainer = "evolution", reward = { form = "inverse" }, episode = { horizon = 20 } }
[method.z_coin]
controller.id = "toy_coin"
greedy = true
task.shape = "square"
episode.horizon = 77
tune = { per = "once", parameters = { "controller.bias" = { logit_uniform = [0.1, 0.9], points = 3 } } }
[method.a_saved]
controller_file = "best.controller"
[compare]
transform = "log"
margin = 0.25
[sweep]
key = "task.names"
values = [["a"], ["b", "c"]]
[quick]
compare.problems = 2
)";
  const Experiment first = parse(text);

  const Experiment second = parse_experiment(first.source, "resolved.toml", "/elsewhere", registry(), {});

  EXPECT_EQ(second.source, first.source);
  EXPECT_EQ(second.name, "all-of-it");
  EXPECT_EQ(second.description, "every \"kind\" of key");
  EXPECT_EQ(second.seed, 9223372036854774784u);
  EXPECT_EQ(second.guide_task.values, first.guide_task.values);
  EXPECT_EQ(second.guide_task.ranges, first.guide_task.ranges);
  EXPECT_EQ(second.train_task.ranges, first.train_task.ranges);
  ASSERT_EQ(second.methods.size(), 3u);
  for (std::size_t index = 0; index < 3; ++index) {
    const Method &before = first.methods[index], &after = second.methods[index];
    EXPECT_EQ(after.name, before.name);
    EXPECT_EQ(after.controller.values, before.controller.values);
    EXPECT_EQ(after.controller_file, before.controller_file);
    EXPECT_EQ(after.actions, before.actions);
    EXPECT_EQ(after.task, before.task);
    EXPECT_EQ(after.features.pick, before.features.pick);
    EXPECT_EQ(after.features.drop, before.features.drop);
    EXPECT_EQ(after.guide_episode.horizon, before.guide_episode.horizon);
    EXPECT_EQ(after.guide_episode.patience, before.guide_episode.patience);
    EXPECT_EQ(after.train_episode.horizon, before.train_episode.horizon);
    EXPECT_EQ(after.tune.has_value(), before.tune.has_value());
  }
  EXPECT_EQ(second.methods[0].train->reward.form, "inverse");
  EXPECT_EQ(second.methods[1].tune->parameters, first.methods[1].tune->parameters);
  ASSERT_EQ(second.sweep->points.size(), first.sweep->points.size());
  EXPECT_EQ(second.sweep->points[0].value, first.sweep->points[0].value);
  EXPECT_EQ(second.compare.margin, 0.25);
}

// --- what is refused

TEST(BadExperiment, TomlSyntax) {
  EXPECT_THAT(config_error("[task\nid = 1\n"), StartsWith("file.toml:1:"));
}

TEST(BadExperiment, UnknownTable) {
  EXPECT_EQ(config_error(kLeast + "[compere]\nproblems = 3\n"),
            "file.toml:6:2: an experiment file has no table or key 'compere'\n"
            "  did you mean 'compare'? (table)\n"
            "  list them all: autoloss reference");
}

TEST(BadExperiment, UnknownKey) {
  EXPECT_EQ(config_error(kLeast + "[episode]\n  horizn = 3\n"),
            "file.toml:7:3: [episode] has no key 'horizn'\n"
            "  did you mean 'horizon'? (integer, 1 to 1000000000 steps, default 20000)\n"
            "  list them all: autoloss reference");
}

TEST(BadExperiment, UnknownKeyBelowAMethod) {
  EXPECT_THAT(config_error(kLearner + "[method.learner.train]\nrolouts = 3\n"),
              AllOf(StartsWith("file.toml:7:1: [method.learner.train] has no key 'rolouts'"),
                    HasSubstr("did you mean 'rollouts'?")));
}

TEST(BadExperiment, UnknownParameterOfATask) {
  EXPECT_EQ(config_error("[task]\nid = \"toy_task\"\nrat = 3\n"),
            "file.toml:3:1: task 'toy_task' has no parameter 'rat'\n"
            "  did you mean 'rate'? (number, 1e-06 to 1, default 0.1)\n"
            "  list them all: autoloss inspect toy_task");
}

TEST(BadExperiment, UnknownParameterOfAController) {
  EXPECT_EQ(config_error(kLeast + "[method.learner.controller]\nid = \"toy_learner\"\nhiden_units = 3\n"),
            "file.toml:8:1: controller 'toy_learner' has no parameter 'hiden_units'\n"
            "  did you mean 'hidden_units'? (integer, 1 to 4096, default 16)\n"
            "  list them all: autoloss inspect toy_learner");
}

TEST(BadExperiment, UnknownKeyThatIsLikeNoOther) {
  EXPECT_THAT(config_error(kLeast + "[compare]\nxylophone = 3\n"), HasSubstr("\n  known: problems, reference, "));
}

TEST(BadExperiment, WrongType) {
  EXPECT_EQ(config_error(kLeast + "[episode]\nhorizon = \"many\"\n"),
            "file.toml:7:11: key 'horizon' of [episode]: expected an integer, found the string \"many\"\n"
            "  horizon: integer, 1 to 1000000000 steps, default 20000");
  EXPECT_THAT(config_error(kLeast + "[episode]\nhorizon = 1e4\n"),
              HasSubstr("expected an integer (write 10000), found the number 10000"));
  EXPECT_THAT(config_error("[task]\nid = \"toy_task\"\nloud = 1\n"),
              StartsWith("file.toml:3:8: parameter 'loud' of task 'toy_task': expected true or false, found the "
                         "integer 1"));
  EXPECT_THAT(config_error("[task]\nid = \"toy_task\"\nnames = \"a\"\n"), HasSubstr("expected a list"));
  EXPECT_THAT(config_error("task = 3\n"), StartsWith("file.toml:1:8: [task]: expected a table, found the integer 3"));
  EXPECT_THAT(config_error("[task]\nid = 3\n"), StartsWith("file.toml:2:6: [task] id: expected a string"));
}

TEST(BadExperiment, WrongTypeInsideAList) {
  EXPECT_THAT(config_error("[task]\nid = \"toy_task\"\nscales = [1, \"two\"]\n"),
              StartsWith("file.toml:3:14: parameter 'scales' of task 'toy_task': expected a number"));
}

TEST(BadExperiment, OutOfRange) {
  EXPECT_EQ(config_error("[task]\nid = \"toy_task\"\nrate = 20\n"),
            "file.toml:3:8: parameter 'rate' of task 'toy_task': 20 is above 1\n"
            "  rate: number, 1e-06 to 1, default 0.1");
  EXPECT_THAT(config_error(kLeast + "[compare]\nproblems = 0\n"), HasSubstr("0 is below 1"));
}

TEST(BadExperiment, NotFinite) {
  EXPECT_THAT(config_error("[task]\nid = \"toy_task\"\nrate = nan\n"), HasSubstr("nan is no value for it"));
  EXPECT_THAT(config_error("[task]\nid = \"toy_task\"\nrate = inf\n"), HasSubstr("inf is above 1"));
  EXPECT_THAT(config_error(kLeast + "[compare]\nmargin = inf\n"), HasSubstr("inf is not finite"));
}

TEST(BadExperiment, NoneOfTheChoices) {
  EXPECT_EQ(config_error("[task]\nid = \"toy_task\"\nshape = \"sqare\"\n"),
            "file.toml:3:9: parameter 'shape' of task 'toy_task': there is no 'sqare'; did you mean 'square'?\n"
            "  shape: string, one of round, square, default \"round\"");
}

TEST(BadExperiment, UnknownComponent) {
  EXPECT_THAT(error_of<PluginError>("[task]\nid = \"toy_tusk\"\n"),
              AllOf(StartsWith("file.toml:2:6: there is no task 'toy_tusk'\n  did you mean 'toy_task'?"),
                    HasSubstr("looked in ")));
}

TEST(BadExperiment, NoTask) {
  EXPECT_THAT(config_error("[method.coin]\ncontroller.id = \"toy_coin\"\n"),
              StartsWith("file.toml: there is no table [task]"));
}

TEST(BadExperiment, TaskWithoutId) {
  EXPECT_THAT(config_error("[task]\nrate = 1\n"), StartsWith("file.toml:1:1: [task] does not say which task"));
}

TEST(BadExperiment, NoMethod) {
  EXPECT_THAT(config_error("[task]\nid = \"toy_task\"\n"), StartsWith("file.toml: there is no method"));
}

TEST(BadExperiment, MethodWithoutController) {
  EXPECT_THAT(config_error("[task]\nid = \"toy_task\"\n[method.x]\ngreedy = true\n"),
              StartsWith("file.toml:3:9: method 'x' has no controller"));
}

TEST(BadExperiment, NameThatIsNoFileName) {
  EXPECT_THAT(config_error("name = \"a/b\"\n" + kLeast), StartsWith("file.toml:1:8: name: 'a/b'"));
  EXPECT_THAT(config_error(kLeast + "[method.\"../x\"]\n"), StartsWith("file.toml:6:9: '../x' names files"));
}

TEST(BadExperiment, RangeOfAController) {
  EXPECT_THAT(config_error("[task]\nid = \"toy_task\"\n[method.x]\n"
                           "controller = { id = \"toy_coin\", bias = { uniform = [0, 1] } }\n"),
              AllOf(StartsWith("file.toml:4:40: a controller's parameter is one value, not a range"),
                    HasSubstr("controller.bias")));
}

TEST(BadExperiment, MalformedRange) {
  const auto with_rate = [](const std::string& range) {
    return config_error("[task]\nid = \"toy_task\"\nrate = " + range + "\n");
  };
  EXPECT_THAT(with_rate("{ uniform = [1, 0.5] }"), HasSubstr("[1, 0.5] is empty"));
  EXPECT_THAT(with_rate("{ uniform = [0.5, 3] }"), HasSubstr("3 is above 1"));
  EXPECT_THAT(with_rate("{ uniform = 1 }"), HasSubstr("expected two limits"));
  EXPECT_THAT(with_rate("{ unifrom = [0, 1] }"),
              AllOf(HasSubstr("a range has no key 'unifrom'"), HasSubstr("did you mean 'uniform'?")));
  EXPECT_THAT(with_rate("{ logit_uniform = [0.1, 1] }"), HasSubstr("logit_uniform needs limits between 0 and 1"));
  EXPECT_THAT(with_rate("{ choice = [] }"), HasSubstr("expected a list of values to choose from"));
  EXPECT_THAT(with_rate("{ uniform = [0.1, 1], choice = [1] }"), HasSubstr("not both"));
  EXPECT_THAT(with_rate("{ uniform = [0.1, 1], points = 3 }"), HasSubstr("points belong to a grid"));
  EXPECT_THAT(with_rate("{ points = 3 }"), HasSubstr("expected a range"));
}

TEST(BadExperiment, SearchWithoutPoints) {
  EXPECT_THAT(
      config_error(kLeast + "[method.coin.tune]\nparameters = { \"controller.bias\" = { uniform = [0, 1] } }\n"),
      StartsWith("file.toml:7:36: [method.coin.tune]: a grid over 'controller.bias' needs the number of its "
                 "points"));
}

TEST(BadExperiment, SearchOfAParameterThatIsNotThere) {
  EXPECT_THAT(config_error(kLeast + "[method.coin.tune.parameters]\n\"controller.bios\" = { uniform = [0, 1] }\n"),
              AllOf(StartsWith("file.toml:7:1: controller 'toy_coin' has no parameter 'bios'"),
                    HasSubstr("did you mean 'bias'?")));
  EXPECT_THAT(config_error(kLeast + "[method.coin.tune.parameters]\nrate = { uniform = [0, 1] }\n"),
              HasSubstr("'rate' is none of \"task.KEY\""));
}

TEST(BadExperiment, SearchThatIsTooLarge) {
  EXPECT_THAT(config_error(kLeast + "[method.coin.tune.parameters]\n"
                                    "\"controller.bias\" = { uniform = [0, 1], points = 2000 }\n"
                                    "\"task.rate\" = { uniform = [0.1, 1], points = 2000 }\n"),
              HasSubstr("the grid has 4000000 points"));
}

TEST(BadExperiment, UnknownReference) {
  EXPECT_EQ(config_error(kLeast + "[compare]\nreference = \"coyn\"\n"),
            "file.toml:7:13: reference: there is no method 'coyn'\n  did you mean 'coin'?\n  methods: coin");
}

TEST(BadExperiment, ReplayOfAMethodThatIsNotThere) {
  EXPECT_THAT(config_error(kLeast + "[method.again]\ncontroller.id = \"toy_coin\"\nreplay = { of = \"coyn\" }\n"),
              StartsWith("file.toml:6:9: method 'again' cannot replay 'coyn': there is no method 'coyn'"));
}

TEST(BadExperiment, ReplayOfAReplay) {
  EXPECT_THAT(config_error(kLeast + "[method.one]\ncontroller.id = \"toy_coin\"\nreplay = { of = \"coin\" }\n"
                                    "[method.two]\ncontroller.id = \"toy_coin\"\nreplay = { of = \"one\" }\n"),
              HasSubstr("method 'two' cannot replay 'one'"));
}

TEST(BadExperiment, TrainingThatCannotWork) {
  EXPECT_THAT(config_error(kLearner + "[method.learner.train]\nrollouts = 1\n"), HasSubstr("baseline = \"group\""));
  EXPECT_THAT(config_error(kLearner + "[method.learner.train]\ntrainer = \"evolution\"\nrollouts = 3\n"),
              HasSubstr("3 is odd"));
  EXPECT_THAT(config_error("[task]\nid = \"toy_task\"\n[method.x]\ncontroller_file = \"f\"\ntrain = {}\n"),
              HasSubstr("guided by it, not trained"));
}

TEST(BadExperiment, SweepOfAParameterThatIsNotThere) {
  EXPECT_THAT(config_error(kLeast + "[sweep]\nkey = \"task.rates\"\nvalues = [1]\n"),
              HasSubstr("did you mean 'rate'?"));
  EXPECT_THAT(config_error(kLeast + "[sweep]\nkey = \"task.rate\"\nvalues = [1, 2]\n"),
              StartsWith("file.toml:8:14: parameter 'rate' of task 'toy_task': 2 is above 1"));
}

TEST(BadExperiment, PointsThatCannotBe) {
  EXPECT_THAT(config_error(kLeast + "[sweep]\nkey = \"task.rate\"\nvalues = [1]\n[distribution.x]\n"),
              HasSubstr("cannot both be there"));
  EXPECT_THAT(config_error(kLeast + "[sweep]\nkey = \"method.none.greedy\"\nvalues = [true]\n"),
              HasSubstr("file.toml:8:"));
  EXPECT_THAT(config_error(kLeast + "[distribution.x]\ntask.rates = 1\n"), HasSubstr("did you mean 'rate'?"));
  EXPECT_THAT(config_error(kLeast + "[distribution.x]\nproblems = 1\n"), HasSubstr("problems"));
}

TEST(BadExperiment, MistakeInQuickWithoutQuick) {
  EXPECT_THAT(config_error(kLeast + "[quick]\ncompare.problms = 3\n"),
              StartsWith("file.toml:7:9: [compare] has no key"));
}

TEST(BadExperiment, QuickWithoutATable) {
  ReadOptions options;
  options.quick = true;

  EXPECT_THAT(config_error(kLeast, options), HasSubstr("no [quick] table"));
}

TEST(BadExperiment, SettingOfAnUnknownKey) {
  EXPECT_THAT(config_error(kLeast, set({"episode.horizn=3"})),
              StartsWith("--set episode.horizn=3: [episode] has no key 'horizn'\n  did you mean 'horizon'?"));
}

TEST(BadExperiment, SettingOfTheWrongType) {
  EXPECT_THAT(config_error(kLeast, set({"episode.horizon=many"})),
              StartsWith("--set episode.horizon=many: key 'horizon' of [episode]: expected an integer"));
}

TEST(BadExperiment, SavedControllerWithoutAMethodForIt) {
  ReadOptions options;
  options.controller_file = "best.controller";

  EXPECT_THAT(config_error(kLeast, options), HasSubstr("trained methods: none"));
}

TEST(BadExperiment, FileThatIsNotThere) {
  try {
    read_experiment("/no/such/file.toml", registry(), {});
    FAIL();
  } catch (const ConfigError& error) {
    EXPECT_STREQ(error.what(), "/no/such/file.toml: cannot be read: No such file or directory");
  }
}

}  // namespace
}  // namespace autoloss
