// Regression as its users meet it: a table of their own, good and bad; a real one where it is at hand; a diverging
// training; equal files for any number of jobs.
#include <gmock/gmock.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/integration/process.hpp"

namespace autoloss::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

const std::string kExperiment =
    "[task]\n"
    "id = \"regression\"\n"
    "data = \"table.csv\"\n"
    "target = \"y\"\n"
    "[episode]\n"
    "horizon = 100\n"
    "[compare]\n"
    "problems = 6\n"
    "[method.constant]\n"
    "controller.id = \"bernoulli_constant\"\n";

std::string good_table(int rows) {
  std::string text = "a,b,y\n";
  for (int row = 0; row < rows; ++row)
    text +=
        std::to_string(row * 7 % 13) + "," + std::to_string(row * row % 17) + "," + std::to_string(row * 3 % 11) + "\n";
  return text;
}

class TableOfOnesOwn : public testing::Test {
 protected:
  Ended run(const std::string& table) {
    folder_.write("table.csv", table);
    folder_.write("file.toml", kExperiment);
    return autoloss({"run", "file.toml", "--out", "run"}, folder_.path());
  }
  void expect_refused(const std::string& table, const std::string& message) {
    const Ended ended = run(table);
    EXPECT_EQ(ended.code, 2);
    EXPECT_THAT(ended.err, HasSubstr(message));
    EXPECT_FALSE(fs::exists(folder_.path() / "run" / "summary.json"));
  }
  Folder folder_;
};

TEST_F(TableOfOnesOwn, IsDividedAndLearned) {
  const Ended ended = run(good_table(90));
  ASSERT_EQ(ended.code, 0) << ended.err;
  const auto summary = nlohmann::json::parse(folder_.read("run/summary.json"));
  EXPECT_EQ(summary["metric"]["name"], "mse");
  EXPECT_EQ(summary["methods"][0]["values"].size(), 6u);
}

TEST_F(TableOfOnesOwn, RefusesARaggedRow) {
  expect_refused(good_table(40) + "1,2\n", "table.csv:42");
}
TEST_F(TableOfOnesOwn, RefusesTextInANumberColumn) {
  expect_refused(good_table(40) + "1,red,3\n", "table.csv:42:3");
}
TEST_F(TableOfOnesOwn, RefusesATableWithoutTheTarget) {
  expect_refused("a,b,z\n1,2,3\n", "'y'");
}
TEST_F(TableOfOnesOwn, RefusesTooFewRows) {
  expect_refused(good_table(5), "rows");
}
TEST_F(TableOfOnesOwn, RefusesAMissingFile) {
  folder_.write("file.toml", kExperiment);
  const Ended ended = autoloss({"run", "file.toml"}, folder_.path());
  EXPECT_EQ(ended.code, 2);
  EXPECT_THAT(ended.err, HasSubstr("table.csv: no such file"));
}

TEST(TableOfWines, IsLearnedWhereItIsAtHand) {
  const fs::path table = AUTOLOSS_SOURCE_DIR "/../shared/data/tabular/wine_quality_red.csv";
  if (!fs::exists(table)) GTEST_SKIP() << "the real data sets are not here";
  const Folder folder;
  const Ended ended = autoloss({"run", AUTOLOSS_SOURCE_DIR "/configs/regression_wine.toml", "--quick", "--out", "run",
                                "--set", "task.data=" + fs::canonical(table).string()},
                               folder.path());
  ASSERT_EQ(ended.code, 0) << ended.err;
  const auto summary = nlohmann::json::parse(folder.read("run/summary.json"));
  for (const auto& method : summary["methods"]) {
    EXPECT_GT(method["mean"], 0.3) << method["name"];  // of the target's variance
    EXPECT_LT(method["mean"], 1.5) << method["name"];
  }
}

TEST(Diverging, IsCountedReportedAndNeverPoisonsTheController) {
  const Folder folder;
  folder.write("file.toml",
               "[task]\n"
               "id = \"regression\"\n"
               "optimizer = \"sgd\"\n"
               "learning_rate = { choice = [0.001, 10] }\n"
               "[episode]\n"
               "horizon = 200\n"
               "[compare]\n"
               "problems = 8\n"
               "[method.learned]\n"
               "controller.id = \"bernoulli_linear\"\n"
               "[method.learned.train]\n"
               "updates = 3\n"
               "data_sets = 4\n"
               "rollouts = 4\n"
               "selection_every = 1\n"
               "selection_problems = 6\n");
  const Ended ended = autoloss({"run", "file.toml", "--out", "run"}, folder.path());
  ASSERT_EQ(ended.code, 0) << ended.err;

  const auto method = nlohmann::json::parse(folder.read("run/summary.json"))["methods"][0];
  EXPECT_GT(method["diverged"], 0);
  EXPECT_LT(method["diverged"], 8);
  EXPECT_TRUE(method["mean"].is_number());
  std::ifstream metrics(folder.path() / "run" / "metrics.jsonl");
  for (std::string line; std::getline(metrics, line);) {
    const auto event = nlohmann::json::parse(line);
    if (event["kind"] != "selection") continue;
    for (const auto& parameter : event["parameters"]) EXPECT_TRUE(parameter.is_number()) << line;
  }
}

TEST(Regression, GivesEqualFilesForAnyNumberOfJobs) {
  const Folder folder;
  for (const std::string jobs : {"1", "2", "5"}) {
    const Ended ended = autoloss({"run", AUTOLOSS_SOURCE_DIR "/configs/regression.toml", "--quick", "--out", jobs,
                                  "--jobs", jobs, "--set", "compare.problems=6"},
                                 folder.path());
    ASSERT_EQ(ended.code, 0) << ended.err;
  }
  for (const std::string file :
       {"summary.json", "metrics.jsonl", "results.csv", "problems.csv", "controllers/autoloss.controller"}) {
    EXPECT_EQ(folder.read("1/" + file), folder.read("2/" + file)) << file;
    EXPECT_EQ(folder.read("1/" + file), folder.read("5/" + file)) << file;
  }
}

}  // namespace
}  // namespace autoloss::test
