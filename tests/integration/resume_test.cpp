// Runs that are stopped and go on: the files they leave, and what is refused.
#include <gmock/gmock.h>
#include <signal.h>

#include <cstdio>
#include <fstream>

#include "tests/integration/killed_run.hpp"
#include "tests/integration/process.hpp"

namespace autoloss::test {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;

// A training, one on each problem, a search once, one on each problem, replays, all of them small.
const std::string kStudy = R"(
name = "small"
seed = 5
[task]
id = "regression"
rows = 40
dimensions = 4
[episode]
horizon = 400
patience = 0
[method.learned]
train = { starts = 2, updates = 3, data_sets = 2, rollouts = 2, selection_every = 2, selection_problems = 2 }
[method.each]
train = { per = "problem", starts = 1, updates = 2, data_sets = 1, rollouts = 2, selection_every = 1, selection_problems = 1 }
[method.online]
controller.id = "ppo"
train = { starts = 1, updates = 4, data_sets = 1, rollouts = 2, segment = 20, segments = 2, selection_every = 0 }
[method.tuned]
controller.id = "bernoulli_constant"
tune = { parameters = { "controller.p" = { uniform = [0.1, 0.9], points = 3 } } }
[method.tuned_once]
controller.id = "bernoulli_constant"
tune = { per = "once", problems = 2, parameters = { "controller.p" = { uniform = [0.1, 0.9], points = 3 } } }
[method.own_profile]
replay = { of = "learned", what = "profile" }
[compare]
problems = 3
curves = 2
budget = true
reference = "learned"
)";

class Resume : public testing::Test {
 protected:
  void SetUp() override { folder_.write("small.toml", kStudy); }

  Ended run(std::vector<std::string> words) { return autoloss(words, folder_.path()); }
  fs::path at(const std::string& name) const { return folder_.path() / name; }
  std::string read(const std::string& name) const { return content_of(at(name)); }

  int newest_checkpoint(const std::string& out) const { return test::newest_checkpoint(at(out)); }
  void kill_after(int count, const std::string& out) const {
    test::kill_after(count, 100, "small.toml", out, folder_.path());
  }

  void expect_equal_runs(const std::string& left, const std::string& right) const {
    expect_equal_files(at(left), at(right),
                       {"experiment.toml", "metrics.jsonl", "summary.json", "results.csv", "problems.csv", "budget.csv",
                        "controllers/learned.controller", "controllers/online.controller"});
  }

  Folder folder_;
};

TEST_F(Resume, LeavesTheFilesOfARunThatWasNeverStopped) {
  ASSERT_EQ(run({"run", "small.toml", "--out", "whole", "--jobs", "1"}).code, 0);
  for (const int count : {2, 20, 120}) {
    const std::string out = "killed" + std::to_string(count);
    kill_after(count, out);
    const Ended ended = run({"resume", out, "--jobs", "1"});
    ASSERT_EQ(ended.code, 0) << ended.err;
    expect_equal_runs("whole", out);
    EXPECT_FALSE(fs::exists(at(out) / "checkpoints"));
    EXPECT_FALSE(fs::exists(at(out) / "lock"));
  }
}

TEST_F(Resume, GoesOnFromTheCheckpointBeforeADamagedOne) {
  ASSERT_EQ(run({"run", "small.toml", "--out", "whole"}).code, 0);
  kill_after(20, "killed");
  char name[32];
  std::snprintf(name, sizeof(name), "%06d.checkpoint", newest_checkpoint("killed"));
  const fs::path newest = at("killed/checkpoints") / name;
  fs::resize_file(newest, fs::file_size(newest) / 2);

  const Ended ended = run({"resume", "killed"});

  EXPECT_EQ(ended.code, 0);
  EXPECT_THAT(ended.err, AllOf(HasSubstr("truncated"), HasSubstr("the one before is taken")));
  expect_equal_runs("whole", "killed");
}

TEST_F(Resume, OfAnInterruptedRunLosesNothing) {
  ASSERT_EQ(run({"run", "small.toml", "--out", "whole"}).code, 0);
  Process process({AUTOLOSS_PROGRAM, "run", "small.toml", "--out", "stopped", "--checkpoint-every", "0"},
                  folder_.path());
  process.wait_until([&] { return !read("stopped/metrics.jsonl").empty(); });
  process.signal(SIGTERM);
  const Ended ended = process.wait();
  if (ended.code == 0) GTEST_SKIP() << "it was done before it was stopped";
  ASSERT_EQ(ended.code, 143) << ended.err;

  EXPECT_EQ(run({"resume", "stopped"}).code, 0);

  expect_equal_runs("whole", "stopped");
}

TEST_F(Resume, OfAFinishedRunSaysSo) {
  ASSERT_EQ(run({"run", "small.toml", "--out", "whole"}).code, 0);
  const Ended ended = run({"resume", "whole"});
  EXPECT_EQ(ended.code, 0);
  EXPECT_THAT(ended.err, HasSubstr("whole: is finished: there is nothing to resume"));
}

TEST_F(Resume, TidiesUpWhereARunWasKilledBehindItsLastFile) {
  ASSERT_EQ(run({"run", "small.toml", "--out", "whole"}).code, 0);
  std::ofstream(at("whole/lock")) << "process 1 on nowhere";
  fs::create_directory(at("whole/checkpoints"));
  std::ofstream(at("whole/checkpoints/000007.checkpoint")) << "old";
  std::ofstream(at("whole/report.html.tmp1-1")) << "half";

  EXPECT_EQ(run({"resume", "whole"}).code, 0);

  for (const char* left : {"lock", "checkpoints", "report.html.tmp1-1"})
    EXPECT_FALSE(fs::exists(at(std::string("whole/") + left))) << left;
}

TEST_F(Resume, IsRefusedWhenTheExperimentHasChanged) {
  kill_after(20, "killed");
  std::string text = read("killed/experiment.toml");
  text.replace(text.find("horizon = 400"), 13, "horizon = 500");
  std::ofstream(at("killed/experiment.toml")) << text;

  const Ended refused = run({"resume", "killed"});

  EXPECT_EQ(refused.code, 2);
  EXPECT_THAT(refused.err, AllOf(HasSubstr("what this run depends on has changed"), HasSubstr("experiment.toml:"),
                                 HasSubstr("was 'horizon = 400', is 'horizon = 500'"), HasSubstr("--force")));
  EXPECT_EQ(run({"resume", "killed", "--force"}).code, 0);
}

TEST_F(Resume, BeginsWhatWasNotBegun) {
  ASSERT_EQ(run({"run", "small.toml", "--out", "whole"}).code, 0);
  EXPECT_EQ(run({"run", "small.toml", "--out", "new", "--resume"}).code, 0);
  expect_equal_runs("whole", "new");
  EXPECT_EQ(run({"resume", "nowhere"}).code, 2);
}

TEST_F(Resume, KnowsThatARunOnlyTrains) {
  Process process({AUTOLOSS_PROGRAM, "train", "small.toml", "--out", "trained", "--checkpoint-steps", "100"},
                  folder_.path());
  process.wait_until([&] { return newest_checkpoint("trained") >= 3; });
  process.signal(SIGKILL);
  process.wait();

  EXPECT_EQ(run({"resume", "trained"}).code, 0);

  EXPECT_TRUE(fs::exists(at("trained/controllers/learned.controller")));
  EXPECT_FALSE(fs::exists(at("trained/summary.json")));
}

TEST_F(Resume, IsRefusedWhileTheRunGoesOn) {
  Process process(
      {AUTOLOSS_PROGRAM, "run", "small.toml", "--out", "busy", "--set", "method.learned.train.updates=1000000"},
      folder_.path());
  process.wait_until([&] { return !read("busy/metrics.jsonl").empty(); });

  const Ended refused = run({"resume", "busy"});

  EXPECT_EQ(refused.code, 2);
  EXPECT_THAT(refused.err, HasSubstr("busy: is in use by process"));
}

}  // namespace
}  // namespace autoloss::test
