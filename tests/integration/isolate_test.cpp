// Runs with --isolate: the same files as without; a plugin that crashes costs an episode, and without it names itself.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/integration/process.hpp"

namespace autoloss::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const std::string kPlugins = AUTOLOSS_TEST_PLUGINS;

constexpr const char* kRegression = R"(
name = "regression"
seed = 5
[task]
id = "regression"
[episode]
horizon = 20
validate_every = 10
patience = 0
[method.learned]
controller.id = "softmax_mlp"
train = { starts = 1, updates = 2, data_sets = 2, rollouts = 2, selection_every = 2, selection_problems = 1 }
[method.evolved]
controller.id = "bernoulli_linear"
train = { trainer = "evolution", starts = 1, updates = 1, data_sets = 1, rollouts = 4 }
[method.online]
controller.id = "ppo"
train = { starts = 1, updates = 2, data_sets = 1, rollouts = 2, segment = 10, segments = 2 }
[method.ratio]
controller.id = "fixed_ratio"
[compare]
problems = 2
curves = 1
)";

constexpr const char* kFaulty = R"(
name = "faulty"
seed = 5
[task]
id = "faulty_task"
[episode]
horizon = 20
validate_every = 5
patience = 0
[method.turns]
controller.id = "faulty_controller"
[method.again]
controller.id = "faulty_controller"
actions = ["shrink"]
[compare]
problems = 6
)";

class Isolated : public testing::Test {
 protected:
  Ended run(const std::string& experiment, const std::string& out, std::vector<std::string> options) {
    folder_.write("experiment.toml", experiment);
    std::vector<std::string> words{"run", "experiment.toml", "--out", out, "--plugin-path", kPlugins + "/faulty"};
    words.insert(words.end(), options.begin(), options.end());
    return autoloss(words, folder_.path());
  }
  void expect_equal_files(const std::string& one, const std::string& other) {
    for (const char* file : {"/metrics.jsonl", "/summary.json", "/results.csv", "/problems.csv"})
      EXPECT_EQ(folder_.read(one + file), folder_.read(other + file)) << other << file;
  }

  Folder folder_;
};

TEST_F(Isolated, LeavesTheSameFilesForAnyNumberOfJobs) {
  ASSERT_EQ(run(kRegression, "plain", {"--jobs", "2"}).code, 0);
  for (const char* jobs : {"1", "2"}) {
    const std::string out = std::string("isolated") + jobs;
    const Ended ended = run(kRegression, out, {"--isolate", "--jobs", jobs});

    EXPECT_EQ(ended.code, 0) << ended.err;
    expect_equal_files("plain", out);
    for (const char* name : {"learned", "evolved", "online"}) {
      const std::string file = "/controllers/" + std::string(name) + ".controller";
      EXPECT_EQ(folder_.read("plain" + file), folder_.read(out + file));
    }
  }
}

TEST_F(Isolated, RecordsWhatCrashesAndGoesOn) {
  for (const char* jobs : {"1", "2"}) {
    const std::string out = std::string("faulty") + jobs;
    const Ended ended =
        run(kFaulty, out,
            {"--isolate", "--jobs", jobs, "--set", "task.slot=step", "--set", "task.at=7", "--set", "task.share=0.4"});

    EXPECT_EQ(ended.code, 5) << ended.err;
    EXPECT_THAT(ended.err,
                AllOf(HasSubstr(" failed, counted as diverged:"), HasSubstr("x task 'faulty_task' of " + kPlugins +
                                                                            "/faulty/faulty.so was ended by "
                                                                            "SIGSEGV (Segmentation fault) in step()")));
  }
  const auto summary = nlohmann::json::parse(folder_.read("faulty1/summary.json"));
  for (const auto& method : summary["methods"]) {
    EXPECT_GT(method["failed"], 0);
    EXPECT_LT(method["failed"], 6);
    EXPECT_EQ(method["failed"], method["diverged"]);
  }
  EXPECT_THAT(folder_.read("faulty1/results.csv"), HasSubstr("SIGSEGV"));
  expect_equal_files("faulty1", "faulty2");
}

TEST_F(Isolated, LeavesNoTraceOfACrashThatDoesNotComeBack) {
  const std::string once = (folder_.path() / "crashed").string();
  ASSERT_EQ(run(kFaulty, "plain", {}).code, 0);
  for (const char* component : {"task", "method.turns.controller"}) {
    const std::string key = component;
    const std::string slot = key == "task" ? "step" : "act";
    const Ended ended = run(kFaulty, key,
                            {"--isolate", "--jobs", "2", "--set", key + ".slot=" + slot, "--set", key + ".at=3",
                             "--set", key + ".once=" + once + slot});

    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_NE(folder_.read("crashed" + slot), "nothing");
    expect_equal_files("plain", key);
  }
}

TEST_F(Isolated, TriesAgainAsOftenAsItIsTold) {
  const std::string once = (folder_.path() / "crashed").string();
  const Ended ended =
      run(kFaulty, "out",
          {"--isolate", "--retries", "0", "--jobs", "1", "--set", "task.slot=begin", "--set", "task.once=" + once});

  EXPECT_EQ(ended.code, 5);
  EXPECT_THAT(ended.err, HasSubstr("1 episode failed"));
}

TEST_F(Isolated, EndsAPluginThatHangs) {
  const Ended ended = run(kFaulty, "out",
                          {"--isolate", "--step-timeout", "0.3", "--retries", "0", "--set", "task.slot=measure",
                           "--set", "task.how=loop", "--set", "task.share=0.4"});

  EXPECT_EQ(ended.code, 5);
  EXPECT_THAT(ended.err, HasSubstr("did not return within 0.3 s in measure() (--step-timeout)"));
}

TEST_F(Isolated, EndsAPluginThatUsesTooMuchMemory) {
  const Ended ended = run(kFaulty, "out",
                          {"--isolate", "--memory-limit", "100M", "--retries", "0", "--set", "task.slot=step", "--set",
                           "task.how=allocate", "--set", "task.share=0.4"});

  EXPECT_EQ(ended.code, 5);
  EXPECT_THAT(ended.err, HasSubstr("more than 100 MiB (--memory-limit)"));
}

TEST_F(Isolated, EndsWithCode5WhenAControllerCrashesEachTime) {
  const Ended ended =
      run(kFaulty, "out",
          {"--isolate", "--set", "method.turns.controller.slot=act", "--set", "method.turns.controller.at=2"});

  EXPECT_EQ(ended.code, 5);
  EXPECT_THAT(ended.err, AllOf(HasSubstr("6 episodes failed"), HasSubstr("controller 'faulty_controller'"),
                               HasSubstr("in act()")));
}

TEST_F(Isolated, LimitsNeedIsolation) {
  for (const char* option : {"--step-timeout", "--memory-limit", "--retries"}) {
    const Ended ended = run(kFaulty, "out", {option, "1"});
    EXPECT_EQ(ended.code, 2);
    EXPECT_THAT(ended.err, HasSubstr(std::string(option) + " needs --isolate"));
  }
  for (const char* limit : {"1X", "", "-1", "M", "99999999999G"})
    EXPECT_EQ(run(kFaulty, "out", {"--isolate", "--memory-limit", limit}).code, 2) << limit;
}

TEST_F(Isolated, ServesNobodyElse) {
  const Ended ended = autoloss({"serve-plugin", "task", kPlugins + "/faulty/faulty.so", "faulty_task"}, folder_.path());
  EXPECT_EQ(ended.code, 2);
  EXPECT_THAT(autoloss({"--help"}, folder_.path()).out, Not(HasSubstr("serve-plugin")));
}

TEST_F(Isolated, WithoutItACrashNamesPluginComponentAndSlot) {
  for (const auto& [how, signal] : {std::pair("segfault", 11), std::pair("abort", 6)}) {
    const std::string out = how;
    const Ended ended = run(kFaulty, out, {"--set", "task.slot=step", "--set", std::string("task.how=") + how});

    EXPECT_EQ(ended.code, 128 + signal);
    EXPECT_THAT(ended.err, AllOf(HasSubstr("autoloss: task 'faulty_task' of " + kPlugins +
                                           "/faulty/faulty.so crashed in step(): SIG"),
                                 HasSubstr("autoloss resume " + out), HasSubstr("--isolate")));
  }
}

}  // namespace
}  // namespace autoloss::test
