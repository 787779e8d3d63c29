#include "core/study/summary.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "core/stats/bootstrap.hpp"
#include "core/study/course_events.hpp"
#include "core/study/result_tables.hpp"

namespace autoloss {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

// Two methods on three problems; "learned" was trained twice.
class SummaryOfControllers : public testing::Test {
 protected:
  SummaryOfControllers() {
    experiment_.name = "small";
    experiment_.compare.reference = "learned";
    experiment_.methods.resize(2);
    experiment_.methods[0].name = experiment_.methods[0].label = "learned";
    experiment_.methods[1].name = experiment_.methods[1].label = "fixed";
    record_.experiment = &experiment_;
    record_.methods = &methods_;
    record_.shape.metrics = {{.name = "error", .unit = ""}};
    for (const Method& method : experiment_.methods)
      methods_.push_back({.setup = {&method, {}, {}, {}, FeatureSchema({}, Refresh::kStep, record_.shape)}});
    StudyPoint point;
    for (const uint64_t seed : {1, 2, 255}) {
      point.problems.emplace_back();
      point.problems.back().data_seed = seed;
    }
    point.results = {results({2, 2, 5}), results({3, 3, 3})};
    const MethodResults first = results({1, 2, 3}), second = results({3, 2, 7});
    for (std::size_t problem = 0; problem < 3; ++problem)
      point.results[0][problem].by_controller = {first[problem], second[problem]};
    record_.points = {point};
    record_.preparation.resize(2);
  }

  static MethodResults results(const std::vector<double>& values) {
    MethodResults results;
    for (const double value : values) {
      results.emplace_back();
      results.back().value = value;
      results.back().steps = 10;
    }
    return results;
  }

  Experiment experiment_;
  std::vector<ReadyMethod> methods_;
  StudyRecord record_;
};

TEST_F(SummaryOfControllers, CountsAProblemByTheMean) {
  const auto json = nlohmann::json::parse(summary_json(record_));

  const auto& learned = json["methods"][0];
  EXPECT_EQ(learned["values"], (nlohmann::json{2, 2, 5}));
  EXPECT_EQ(learned["values_by_controller"], (nlohmann::json{{1, 2, 3}, {3, 2, 7}}));
  EXPECT_EQ(learned["controllers"], 2);
  EXPECT_EQ(learned["n"], 3);
  EXPECT_EQ(learned["mean"], 3);
  EXPECT_EQ(json["methods"][1]["controllers"], 1);
  EXPECT_FALSE(json["methods"][1].contains("values_by_controller"));
  EXPECT_EQ(json["comparisons"][0]["mean_difference"], 0);
  EXPECT_EQ(json["comparisons"][0]["controllers"], 2);
  // By controller and problem: win win tie, tie win loss.
  EXPECT_NEAR(json["comparisons"][0]["improvement"]["probability"], 4.0 / 6, 1e-12);
}

TEST_F(SummaryOfControllers, HasARowForEachControllerAndProblem) {
  const std::string csv = results_csv(record_);

  EXPECT_THAT(csv, StartsWith("method,point,problem,controller,value,"));
  EXPECT_THAT(csv, HasSubstr("learned,,2,0,3,"));
  EXPECT_THAT(csv, HasSubstr("learned,,2,1,7,"));
  EXPECT_THAT(csv, HasSubstr("fixed,,0,0,3,"));
}

TEST_F(SummaryOfControllers, GivesEachProblemItsKey) {
  EXPECT_EQ(problems_csv(record_),
            "point,problem,key\n,0,k0000000000000001\n,1,k0000000000000002\n,2,k00000000000000ff\n");
}

}  // namespace
}  // namespace autoloss
