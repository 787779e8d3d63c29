#include "core/report/side_by_side.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/errors.hpp"
#include "tests/unit/core/report/temporary_folder.hpp"

namespace autoloss {
namespace {

using Json = nlohmann::ordered_json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

class SideBySide : public testing::Test {
 protected:
  // A run of one method, with a result for each key.
  std::filesystem::path run(const std::string& name, const std::vector<std::string>& keys,
                            const std::vector<double>& values, const Json& changes = Json::object()) {
    std::filesystem::create_directories(folder_.path() / name);
    Json summary{{"experiment", name},
                 {"seed", 3},
                 {"metric", {{"name", "error"}, {"direction", "minimize"}, {"transform", "none"}}},
                 {"reference", "only"},
                 {"problems", values.size()},
                 {"methods", {{{"name", "only"}, {"mean", 0}, {"values", values}}}}};
    summary.update(changes);
    folder_.put(name + "/summary.json", summary.dump());
    folder_.put(name + "/experiment.toml", "[task]\nid = \"toy\"\n");
    std::string problems = "point,problem,key,task.noise\n";
    for (std::size_t i = 0; i < keys.size(); ++i) problems += "," + std::to_string(i) + "," + keys[i] + ",0.5\n";
    folder_.put(name + "/problems.csv", problems);
    return folder_.path() / name;
  }

  test::TemporaryFolder folder_;
};

TEST_F(SideBySide, PairsByTheKeysOfTheProblems) {
  const auto one = run("one", {"ka", "kb", "kc"}, {1, 2, 3});
  const auto two = run("two", {"kd", "kc", "ka"}, {9, 4, 3});

  const Summary summary = side_by_side({one, two}, "");

  EXPECT_EQ(summary.problems, 2u);
  EXPECT_EQ(summary.note, "paired on the 2 problems that all runs guided: of 3 of one, 3 of two");
  EXPECT_THAT(summary.method("one/only")->values, ElementsAre(1, 3));
  EXPECT_THAT(summary.method("two/only")->values, ElementsAre(3, 4));
  EXPECT_DOUBLE_EQ(summary.method("two/only")->mean, 3.5);
  ASSERT_EQ(summary.comparisons.size(), 1u);
  EXPECT_DOUBLE_EQ(summary.comparisons[0].mean_difference, -1.5);
  EXPECT_DOUBLE_EQ(summary.comparisons[0].improvement.probability, 1);
}

TEST_F(SideBySide, DrawsControllersWhereARunHasSeveral) {
  const auto one = run("one", {"ka", "kb"}, {2, 2});
  const auto two = run("two", {"ka", "kb"}, {2, 2},
                       {{"methods",
                         {{{"name", "only"},
                           {"mean", 0},
                           {"values", {2, 2}},
                           {"controllers", 2},
                           {"values_by_controller", {{1, 1}, {3, 3}}}}}}});

  const Summary summary = side_by_side({one, two}, "");

  EXPECT_EQ(summary.note, "");
  EXPECT_EQ(summary.comparisons[0].controllers, 2u);
  EXPECT_DOUBLE_EQ(summary.comparisons[0].ci95.low, -1);
  EXPECT_DOUBLE_EQ(summary.comparisons[0].ci95.high, 1);
}

TEST_F(SideBySide, RefusesRunsWithoutACommonProblem) {
  const auto one = run("one", {"ka", "kb"}, {1, 2});
  const auto two = run("two", {"kc", "kd"}, {1, 2});
  const auto other_seed = run("three", {"kc", "kd"}, {1, 2}, {{"seed", 4}});

  EXPECT_THAT([&] { side_by_side({one, two}, ""); }, ThrowsMessage<ConfigError>(HasSubstr("no problem in common")));
  EXPECT_THAT(
      [&] {
        side_by_side({one, other_seed}, "");
      },
      ThrowsMessage<ConfigError>(HasSubstr("other seeds, 4 and 3")));
}

TEST_F(SideBySide, RefusesRunsThatMeasuredSomethingElse) {
  const auto one = run("one", {"ka"}, {1});
  const auto log =
      run("log", {"ka"}, {1}, {{"metric", {{"name", "error"}, {"direction", "minimize"}, {"transform", "log"}}}});
  const auto upward = run("up", {"ka"}, {1}, {{"metric", {{"name", "error"}, {"direction", "maximize"}}}});

  EXPECT_THAT(
      [&] {
        side_by_side({one, log}, "");
      },
      ThrowsMessage<ConfigError>(HasSubstr("they measured 'ln(error)' (minimize) and 'error' (minimize)")));
  EXPECT_THAT(
      [&] {
        side_by_side({one, upward}, "");
      },
      ThrowsMessage<ConfigError>(HasSubstr("they measured 'error' (maximize)")));
}

TEST_F(SideBySide, RefusesOtherTasks) {
  const auto one = run("one", {"ka"}, {1});
  const auto two = run("two", {"ka"}, {1});
  folder_.put("two/experiment.toml", "[task]\nid = \"toy\"\n[guide.task]\nrows = 7\n");

  EXPECT_THAT(
      [&] {
        side_by_side({one, two}, "");
      },
      ThrowsMessage<ConfigError>(HasSubstr("their [task] tables differ")));
}

TEST_F(SideBySide, RefusesAFileThatContradictsItself) {
  const auto one = run("one", {"ka", "kb"}, {1});

  EXPECT_THAT([&] { side_by_side({one}, ""); }, ThrowsMessage<ConfigError>(HasSubstr("problem '1' is none of the 1")));
}

}  // namespace
}  // namespace autoloss
