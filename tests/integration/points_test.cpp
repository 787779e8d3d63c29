// Studies with several points: swept keys, distributions; several controllers; results against what was spent.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/integration/process.hpp"

namespace autoloss::test {
namespace {

const std::string kStudy = R"(
name = "points"
[task]
id = "regression"
rows = 40
[episode]
horizon = 200
patience = 0
[compare]
problems = 5
[method.learned]
controller.id = "bernoulli_linear"
train = { starts = 1, updates = 2, data_sets = 2, rollouts = 2, selection_every = 1, selection_problems = 2 }
[method.searched]
controller.id = "fixed_ratio"
actions = ["joint"]
tune.parameters = { "task.l1_weight" = { log_uniform = [0.1, 1], points = 3 } }
[method.once]
controller.id = "bernoulli_constant"
tune = { per = "once", problems = 2, parameters = { "episode.patience" = { choice = [3, 0] }, "controller.p" = { choice = [0.5, 0.7] } } }
[method.replayed]
replay = { of = "learned", what = "shuffled" }
)";

using Json = nlohmann::json;
using Row = std::map<std::string, std::string>;

class Points : public testing::Test {
 protected:
  Json run(const std::string& more, const std::string& out = "run", const std::string& setting = "seed=1") {
    folder_.write("file.toml", kStudy + more);
    const Ended ended = autoloss({"run", "file.toml", "--out", out, "--set", setting}, folder_.path());
    EXPECT_EQ(ended.code, 0) << ended.err;
    return ended.code == 0 ? Json::parse(folder_.read(out + "/summary.json")) : Json();
  }
  // The rows of a CSV file without quotes that hold commas.
  std::vector<Row> rows(const std::string& file) {
    std::istringstream text(folder_.read(file));
    std::string line, cell;
    std::vector<std::string> names;
    std::vector<Row> rows;
    while (std::getline(text, line)) {
      std::istringstream cells(line + ",");
      std::vector<std::string> values;
      while (std::getline(cells, cell, ',')) values.push_back(cell);
      if (names.empty()) {
        names = values;
        continue;
      }
      rows.emplace_back();
      for (std::size_t index = 0; index < names.size(); ++index) rows.back()[names[index]] = values.at(index);
    }
    return rows;
  }
  std::size_t trainings(const std::string& name) {
    std::istringstream lines(folder_.read("run/metrics.jsonl"));
    std::size_t count = 0;
    for (std::string line; std::getline(lines, line);) {
      const Json event = Json::parse(line);
      count += event["kind"] == "update" && event["method"] == name;
    }
    return count;
  }

  Folder folder_;
};

TEST_F(Points, MeetTheSameProblemsAtEachValueAndCountsThemOnce) {
  folder_.write("file.toml",
                "[task]\n"
                "id = \"regression\"\n"
                "l1_weight = { log_uniform = [0.1, 1] }\n"
                "noise = { uniform = [1, 2] }\n"
                "[episode]\n"
                "horizon = 300\n"
                "[sweep]\n"
                "key = \"task.l1_weight\"\n"
                "values = [0.1, 0.4]\n"
                "[compare]\n"
                "problems = 7\n"
                "reference = \"often\"\n"
                "[method.often]\n"
                "controller = { id = \"bernoulli_constant\", p = 0.8 }\n"
                "[method.seldom]\n"
                "controller = { id = \"bernoulli_constant\", p = 0.2 }\n");
  const Ended ended = autoloss({"run", "file.toml", "--out", "run"}, folder_.path());
  ASSERT_EQ(ended.code, 0) << ended.err;

  const auto summary = nlohmann::json::parse(folder_.read("run/summary.json"));
  EXPECT_EQ(summary["comparisons"][0]["n"], 7);
  ASSERT_EQ(summary["strata"].size(), 1u);
  EXPECT_EQ(summary["strata"][0]["key"], "task.noise");
  const auto& points = summary["sweep"]["points"];
  ASSERT_EQ(points.size(), 2u);
  const double mean = summary["methods"][0]["mean"];
  EXPECT_NEAR(mean, (double{points[0]["methods"][0]["mean"]} + double{points[1]["methods"][0]["mean"]}) / 2, 1e-12);
}

TEST_F(Points, OfDistributionsAreGuidedByTheSameController) {
  const Json summary = run(R"(
[distribution.usual]
[distribution.noisy]
label = "four times the noise"
task.noise = 8
[distribution.short]
episode.horizon = 60
)");

  EXPECT_EQ(summary["sweep"]["key"], "distribution");
  EXPECT_EQ(summary["sweep"]["values"], Json({"usual", "four times the noise", "short"}));
  EXPECT_EQ(trainings("learned"), 2u);
  const Json& points = summary["sweep"]["points"];
  EXPECT_NE(points[1]["methods"][0]["mean"], points[0]["methods"][0]["mean"]);
  for (const Json& method : points[2]["methods"]) EXPECT_LE(method["steps"], 60) << method["name"];
  // What was prepared once is counted once.
  const Json alone = run("", "alone");
  EXPECT_EQ(summary["methods"][0]["training_steps"], alone["methods"][0]["training_steps"]);
  EXPECT_EQ(points[0]["methods"][0]["mean"], alone["methods"][0]["mean"]);
}

TEST_F(Points, ThatChangeHowAMethodIsTrainedTrainItAnew) {
  const Json summary = run("[sweep]\nkey = \"method.learned.controller.initial_bias\"\nvalues = [-4, 4]\n");

  EXPECT_EQ(trainings("learned at -4"), 2u);
  EXPECT_EQ(trainings("learned at 4"), 2u);
  const Json& points = summary["sweep"]["points"];
  EXPECT_NE(points[0]["methods"][0]["mean"], points[1]["methods"][0]["mean"]);
  EXPECT_EQ(points[0]["methods"][2]["mean"], points[1]["methods"][2]["mean"]);
}

TEST_F(Points, AreRunAgainByTheirOwnResolvedFile) {
  run("[distribution.usual]\n[distribution.noisy]\ntask.noise = 8\n");

  const Ended again = autoloss({"run", "run/experiment.toml", "--out", "again"}, folder_.path());

  EXPECT_EQ(again.code, 0) << again.err;
  EXPECT_EQ(folder_.read("again/summary.json"), folder_.read("run/summary.json"));
}

TEST_F(Points, SeveralControllersGuideEveryProblem) {
  const Json summary = run("", "run", "method.learned.train.controllers=3");

  EXPECT_EQ(trainings("learned"), 2u);
  EXPECT_EQ(trainings("learned 3"), 2u);
  double mean = 0;
  std::size_t count = 0;
  for (const Row& row : rows("run/results.csv")) {
    if (row.at("method") != "learned") continue;
    mean += std::stod(row.at("value")) / 15;
    ++count;
  }
  EXPECT_EQ(count, 15u);
  EXPECT_NEAR(summary["methods"][0]["mean"], mean, 1e-9);
  EXPECT_EQ(summary["comparisons"][0]["n"], 5);
}

TEST_F(Points, BudgetsCountTrainingsAndSearches) {
  run("", "run", "compare.budget=true");

  const Json summary = Json::parse(folder_.read("run/summary.json"));
  const double trained = summary["methods"][0]["training_batches"];
  std::map<std::string, std::vector<Row>> of_problem_0;
  for (const Row& row : rows("run/budget.csv"))
    if (row.at("problem") == "0") of_problem_0[row.at("method")].push_back(row);
  const auto batches = [&](const std::string& method, std::size_t index) {
    return std::stod(of_problem_0.at(method).at(index).at("batches"));
  };

  EXPECT_GT(batches("learned", of_problem_0["learned"].size() - 1), trained);
  EXPECT_LE(batches("learned (prepared before)", 0), 200);
  ASSERT_EQ(of_problem_0["searched"].size(), 3u);
  EXPECT_EQ(batches("searched", 0), 200);
  EXPECT_EQ(batches("searched", 2), 600);
  // The last point of a search is what it returned.
  for (const Row& row : rows("run/results.csv"))
    EXPECT_TRUE(row.at("method") != "searched" || row.at("problem") != "0" ||
                row.at("value") == of_problem_0["searched"].back().at("value"));
}

}  // namespace
}  // namespace autoloss::test
