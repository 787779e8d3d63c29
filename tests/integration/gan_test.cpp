// A GAN study from its file to its report, on drawn digits and at a size that takes no time.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/integration/killed_run.hpp"
#include "tests/integration/process.hpp"

namespace autoloss::test {
namespace {

using testing::HasSubstr;

const std::string kStudy = R"(
name = "gan"
[task]
id = "gan"
images = 400
classifier_epochs = 1
classifier_filters = 4
samples = 50
test_samples = 50
grid_every = 6
generator_filters = { choice = [2, 4] }
batch_norm = { choice = ["none", "both"] }
[episode]
horizon = 12
validate_every = 6
patience = 0
[features]
pick = ["progress_centred", "signal.lead", "log_gradient_ratio.0.1", "loss.0", "loss.1", "metric.inception_score"]
refresh = "step"
[compare]
problems = 3
curves = 1
[method.autoloss]
train = { trainer = "evolution", updates = 1, data_sets = 1, rollouts = 2, starts = 1, selection_every = 1, selection_problems = 1 }
[method.online]
controller.id = "ppo"
train = { updates = 1, data_sets = 1, rollouts = 2, starts = 1, segment = 4, segments = 2, selection_every = 1, selection_problems = 1 }
[method.rule]
controller = { id = "threshold", rule = "level", feature = "signal.accuracy", threshold = 0.6, rise = 0.2 }
features.pick = ["signal.accuracy"]
)";

class GanRun : public testing::Test {
 protected:
  void SetUp() override {
    if (!has_task("gan")) GTEST_SKIP() << "built without LibTorch";
    folder_.write("gan.toml", kStudy);
  }
  Folder folder_;
};

TEST_F(GanRun, ShowsSamplesAndIsTheSameForAnyNumberOfWorkers) {
  const Ended one = autoloss({"run", "gan.toml", "--out", "one", "--jobs", "1"}, folder_.path());
  const Ended three = autoloss({"run", "gan.toml", "--out", "three", "--jobs", "3"}, folder_.path());

  ASSERT_EQ(one.code, 0) << one.err;
  ASSERT_EQ(three.code, 0) << three.err;
  EXPECT_EQ(folder_.read("one/results.csv"), folder_.read("three/results.csv"));
  EXPECT_EQ(folder_.read("one/metrics.jsonl"), folder_.read("three/metrics.jsonl"));
  EXPECT_THAT(folder_.read("one/report.html"), HasSubstr("<img src=\"artifacts/rule-problem0-samples-6.png\""));
  for (const char* file : {"rule-problem0-samples-12.png", "autoloss-problem0-samples-kept.png"})
    EXPECT_THAT(folder_.read(std::string("one/artifacts/") + file), testing::StartsWith("\x89PNG")) << file;
}

TEST_F(GanRun, GoesOnToTheBitWhenItWasKilled) {
  ASSERT_EQ(autoloss({"run", "gan.toml", "--out", "whole"}, folder_.path()).code, 0);
  for (const int count : {2, 8}) {
    const std::string out = "killed" + std::to_string(count);
    kill_after(count, 8, "gan.toml", out, folder_.path());
    const Ended ended = autoloss({"resume", out}, folder_.path());
    ASSERT_EQ(ended.code, 0) << ended.err;
    expect_equal_files(folder_.path() / "whole", folder_.path() / out,
                       {"metrics.jsonl", "summary.json", "results.csv", "controllers/autoloss.controller",
                        "controllers/online.controller", "artifacts/rule-problem0-samples-12.png",
                        "artifacts/autoloss-problem0-samples-kept.png"});
  }
}

TEST_F(GanRun, SaysWhereTheFilesOfMnistBelong) {
  const Ended ended = autoloss({"run", "gan.toml", "--set", "task.data=mnist"}, folder_.path());

  EXPECT_EQ(ended.code, 2);
  EXPECT_THAT(ended.err, HasSubstr("data = 'mnist' needs the folder of its files: set the parameter 'data_dir'"));
}

}  // namespace
}  // namespace autoloss::test
