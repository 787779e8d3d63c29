#include "core/report/summary.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "core/errors.hpp"
#include "tests/unit/core/report/temporary_folder.hpp"

namespace autoloss {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsNan;
using testing::Pair;
using testing::ThrowsMessage;

constexpr const char* kSmall = R"json({
  "experiment": "small", "seed": 18446744073709551615,
  "metric": {"name": "error", "unit": "%", "direction": "maximize", "transform": "log"},
  "margin": 0.5, "reference": "ours", "problems": 3,
  "methods": [
    {"name": "ours", "label": "Ours", "values": [1, null, 3], "mean": 2, "sd": 1, "iqm": 2, "ci95": [1.5, 2.5], "n": 3,
     "diverged": 1, "steps": 100, "search_steps": 10, "search_steps_total": 330, "batches": 100,
     "training_steps": 300, "tuned": {"controller.p": 0.5, "task.kind": "b"}},
    {"name": "other", "mean": null, "ci95": [null, null]}],
  "comparisons": [{"method": "ours", "against": "other", "mean_difference": 0.5, "ci95": [-1, 2], "wins": 2, "n": 3,
                   "p": 0.5, "p_holm": 0.9, "verdict": "inconclusive", "settled_by": 40}],
  "strata": [{"key": "task.noise", "bins": [
    {"label": "[1, 2)", "n": 2, "methods": {"ours": {"mean": 1, "ci95": [0, 2]}},
     "comparisons": [{"against": "other", "mean_difference": 1, "ci95": [0.5, 2], "verdict": "better", "n": 2}]}]}],
  "sweep": {"key": "task.kind", "values": ["a", 2], "points": [
    {"value": "a", "methods": [{"name": "ours", "mean": 1}], "comparisons": []},
    {"value": 2, "methods": [{"name": "ours", "mean": 2}], "comparisons": []}]}
})json";

class ReadSummary : public testing::Test {
 protected:
  Summary read(const std::string& json) { return read_summary(folder_.put("summary.json", json)); }

  // kSmall with one text in it replaced.
  static std::string changed(const std::string& from, const std::string& to) {
    std::string json = kSmall;
    json.replace(json.find(from), from.size(), to);
    return json;
  }

  test::TemporaryFolder folder_;
};

TEST_F(ReadSummary, TakesEveryPart) {
  const Summary summary = read(kSmall);

  EXPECT_EQ(summary.experiment, "small");
  EXPECT_EQ(summary.seed, 18446744073709551615u);
  EXPECT_EQ(summary.metric.direction, Direction::kMaximize);
  EXPECT_TRUE(summary.metric.log);
  EXPECT_EQ(summary.metric.margin, 0.5);
  ASSERT_EQ(summary.methods.size(), 2u);
  EXPECT_THAT(summary.methods[0].values, ElementsAre(1, IsNan(), 3));
  EXPECT_THAT(summary.methods[0].tuned, ElementsAre(Pair("controller.p", "0.5"), Pair("task.kind", "b")));
  EXPECT_EQ(summary.methods[0].cost(), 100 + 330 / 3.0);
  EXPECT_EQ(summary.label("other"), "other");
  EXPECT_THAT(summary.methods[1].mean, IsNan());
  ASSERT_NE(summary.comparison_with("other"), nullptr);
  EXPECT_EQ(summary.comparison_with("other")->settled_by, 40u);
  EXPECT_EQ(summary.strata.at(0).bins.at(0).comparisons.at(0).verdict, Verdict::kBetter);
  ASSERT_TRUE(summary.sweep.has_value());
  EXPECT_EQ(summary.sweep->points[0].label, "a");
  EXPECT_EQ(summary.sweep->points[0].value, std::nullopt);
  EXPECT_EQ(summary.sweep->points[1].value, 2.0);
}

TEST_F(ReadSummary, SaysThatAFileIsMissing) {
  EXPECT_THAT([&] { read_summary(folder_.path() / "summary.json"); },
              ThrowsMessage<ConfigError>(AllOf(HasSubstr("summary.json: "), HasSubstr("no such file"))));
}

TEST_F(ReadSummary, NamesLineAndColumnOfWhatIsNoJson) {
  EXPECT_THAT([&] { read("{\n  \"experiment\": oops}"); },
              ThrowsMessage<ConfigError>(HasSubstr("summary.json:2:17: no JSON from here: o")));
  EXPECT_THAT([&] { read("{\"experiment\": 1"); }, ThrowsMessage<ConfigError>(HasSubstr("ends too early")));
  EXPECT_THAT([&] { read("{\"seed\": 1e999}"); }, ThrowsMessage<ConfigError>(HasSubstr("too large")));
}

TEST_F(ReadSummary, NamesTheKeyThatIsMissing) {
  EXPECT_THAT([&] { read(changed("\"mean_difference\": 0.5,", "")); },
              ThrowsMessage<ConfigError>(EndsWith("comparisons[0]: no 'mean_difference'")));
}

TEST_F(ReadSummary, SaysWhatItExpectedAndFound) {
  EXPECT_THAT([&] { read(changed("\"mean\": 2,", "\"mean\": \"high\",")); },
              ThrowsMessage<ConfigError>(EndsWith("methods[0].mean: expected a number, found \"high\"")));
  EXPECT_THAT([&] { read(changed("\"inconclusive\"", "\"good\"")); },
              ThrowsMessage<ConfigError>(
                  AllOf(HasSubstr("comparisons[0].verdict: expected \"better\""), EndsWith("found \"good\""))));
  EXPECT_THAT([&] { read(changed("[1.5, 2.5]", "[1.5]")); },
              ThrowsMessage<ConfigError>(EndsWith("methods[0].ci95: expected two numbers, found [1.5]")));
}

}  // namespace
}  // namespace autoloss
