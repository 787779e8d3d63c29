#include "core/report/report.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "core/errors.hpp"
#include "core/report/gnuplot.hpp"
#include "tests/unit/core/report/made_up_run.hpp"
#include "tests/unit/core/report/temporary_folder.hpp"

namespace autoloss {
namespace {

namespace fs = std::filesystem;
using test::Json;
using testing::AllOf;
using testing::Each;
using testing::HasSubstr;
using testing::Not;
using testing::ThrowsMessage;

const std::vector<std::string> kPlots = {
    "results",         "differences",        "profiles",          "cost",
    "budget",          "stratum-task-noise", "stratum-task-rows", "sweep",
    "actions",         "curve-autoloss-0",   "curve-autoloss-1",  "learning-autoloss",
    "tuning-constant", "tuning-anneal"};

class WriteReport : public testing::Test {
 protected:
  // The page of a made-up run.
  std::string page(test::MadeUpOptions options, const ReportOptions& report = {}) {
    test::MadeUpRun(options).write(folder_.path());
    write_report(folder_.path(), report);
    return folder_.content("report.html");
  }
  static bool can_draw() { return Gnuplot().missing().empty(); }

  test::TemporaryFolder folder_;
};

TEST_F(WriteReport, LeavesEachPlotWithItsDataAndScript) {
  if (!can_draw()) GTEST_SKIP() << "gnuplot is missing";
  const std::string html = page({});

  for (const std::string& plot : kPlots) {
    EXPECT_TRUE(fs::exists(folder_.path() / "plots" / (plot + ".svg"))) << plot;
    EXPECT_TRUE(fs::exists(folder_.path() / "plots" / (plot + ".csv"))) << plot;
    EXPECT_TRUE(fs::exists(folder_.path() / "plots" / (plot + ".gp"))) << plot;
    EXPECT_THAT(html, HasSubstr("<figure id=\"" + plot + "\">")) << plot;
  }
  EXPECT_THAT(html, Not(HasSubstr("Not drawn")));
}

TEST_F(WriteReport, DrawsEachPlotForPapersWhereAsked) {
  if (!can_draw()) GTEST_SKIP() << "gnuplot is missing";
  const std::string html = page({.problems = 12, .methods = 3}, {.figure_files = true});

  EXPECT_THAT(html, Not(HasSubstr("Not drawn")));
  for (const char* plot : {"results", "differences", "budget", "sweep"}) {
    EXPECT_THAT(folder_.content("plots/" + std::string(plot) + ".png"), testing::StartsWith("\x89PNG")) << plot;
    EXPECT_THAT(folder_.content("plots/" + std::string(plot) + ".pdf"), testing::StartsWith("%PDF")) << plot;
  }
}

TEST_F(WriteReport, LeavesEventFilesWhereAsked) {
  page({.problems = 12, .methods = 3}, {.gnuplot = "no-such-gnuplot", .event_files = true});

  const auto events = [&](const std::string& run) {
    return folder_.content("tensorboard/" + run + "/events.out.tfevents.autoloss");
  };
  EXPECT_THAT(events("summary"), HasSubstr("made-up regression"));
  EXPECT_THAT(events("autoloss"), AllOf(HasSubstr("share/l1"), HasSubstr("result/iqm"), HasSubstr("shares/l1")));
  EXPECT_THAT(events("autoloss/training-2"), AllOf(HasSubstr("training/return_mean"), HasSubstr("selection/score")));
  EXPECT_THAT(events("autoloss/problem-1"), HasSubstr("curve/valid mse"));
  EXPECT_THAT(events("constant/search"), HasSubstr("search/score of round 0"));

  const std::string before = events("autoloss");
  write_report(folder_.path(), {.gnuplot = "no-such-gnuplot", .event_files = true});
  EXPECT_EQ(events("autoloss"), before);
}

TEST_F(WriteReport, NeedsNoNetworkAndNoScripts) {
  const std::string html = page({});

  for (const char* outside : {"<script", "<link", "<img", "@import", "src=", "href=\"http", "href='http", "onclick"})
    EXPECT_THAT(html, Not(HasSubstr(outside)));
}

TEST_F(WriteReport, ShowsWhatTheTaskLeft) {
  fs::create_directories(folder_.path() / "artifacts");
  for (const char* name : {"one-samples.png", "one-log.txt"})
    std::ofstream(folder_.path() / "artifacts" / name) << "contents";

  EXPECT_THAT(page({}), AllOf(HasSubstr("<h2>Artifacts</h2>"), HasSubstr("<img src=\"artifacts/one-samples.png\""),
                              HasSubstr("<a href=\"artifacts/one-log.txt\">one-log.txt</a>")));
}

TEST_F(WriteReport, OpensWithTheVerdicts) {
  const std::string html = page({});

  const std::size_t verdicts = html.find("<h2>Verdicts</h2>"), results = html.find("<h2>Results</h2>");
  ASSERT_NE(verdicts, std::string::npos);
  EXPECT_LT(verdicts, results);
  EXPECT_THAT(html, HasSubstr("AutoLoss (linear), compared with 14 methods: better than "));
  EXPECT_THAT(html, HasSubstr(" of its runs diverged"));
}

TEST_F(WriteReport, ShowsTextsAsTheyAre) {
  const std::string html = page({});

  EXPECT_THAT(html, HasSubstr("odd &lt;name&gt; &amp; &#39;quotes&#39; &quot;_^{}@"));
  EXPECT_THAT(html, HasSubstr("# &lt;b&gt;not bold&lt;/b&gt;"));
  EXPECT_THAT(html, HasSubstr("<td class=\"text\">plugins[0].sha256</td>"));
}

TEST_F(WriteReport, StillHasItsTablesWithoutGnuplot) {
  const std::string html = page({}, {.gnuplot = "no-such-gnuplot"});

  EXPECT_THAT(html, HasSubstr("gnuplot-nox"));
  EXPECT_THAT(html, HasSubstr("<h2>Budgets</h2>"));
  EXPECT_TRUE(fs::exists(folder_.path() / "plots" / "results.csv"));
  EXPECT_FALSE(fs::exists(folder_.path() / "plots" / "results.svg"));
}

TEST_F(WriteReport, WritesTheSameBytesAgain) {
  const std::string first = page({.problems = 12});

  write_report(folder_.path());

  EXPECT_EQ(folder_.content("report.html"), first);
}

TEST_F(WriteReport, LeavesNoUnfinishedFiles) {
  page({.problems = 12});

  std::vector<std::string> extensions;
  for (const auto& entry : fs::recursive_directory_iterator(folder_.path()))
    if (entry.is_regular_file()) extensions.push_back(entry.path().extension());
  EXPECT_THAT(extensions, Each(testing::AnyOf(".html", ".svg", ".csv", ".gp", ".json", ".jsonl", ".toml")));
}

// Every plot must be drawn whatever the size and scale of the results.
struct Shape {
  const char* name;
  test::MadeUpOptions options;
};
class WriteReportOf : public WriteReport, public testing::WithParamInterface<Shape> {};

TEST_P(WriteReportOf, DrawsEveryPlot) {
  if (!can_draw()) GTEST_SKIP() << "gnuplot is missing";

  EXPECT_THAT(page(GetParam().options), Not(HasSubstr("Not drawn")));
}

INSTANTIATE_TEST_SUITE_P(Shapes, WriteReportOf,
                         testing::Values(Shape{"OneProblem", {.problems = 1}},
                                         Shape{"OneMethod", {.problems = 8, .methods = 1}},
                                         Shape{"TwoMethods", {.problems = 12, .methods = 2}},
                                         Shape{"Logarithms", {.problems = 40, .log = true}},
                                         Shape{"NamedPoints", {.problems = 12, .named_points = true}},
                                         Shape{"Large", {.problems = 300}}),
                         [](const auto& shape) { return std::string(shape.param.name); });

TEST_F(WriteReport, NeedsNothingButTheSummary) {
  folder_.put("summary.json", test::MadeUpRun({.problems = 12}).summary().dump());

  write_report(folder_.path());

  EXPECT_THAT(folder_.content("report.html"), HasSubstr("<h2>Verdicts</h2>"));
}

// A run in which everything diverged: no number is left anywhere.
Json without_numbers(Json json) {
  if (json.is_number_float()) return nullptr;
  if (json.is_structured())
    for (Json& item : json) item = without_numbers(std::move(item));
  return json;
}

TEST_F(WriteReport, SurvivesARunWithoutASingleResult) {
  test::MadeUpRun run({.problems = 8});
  run.write(folder_.path());
  folder_.put("summary.json", without_numbers(run.summary()).dump());
  std::istringstream lines(folder_.content("metrics.jsonl"));
  std::string diverged;
  for (std::string line; std::getline(lines, line) && !lines.eof();)
    diverged += without_numbers(Json::parse(line)).dump() + "\n";
  folder_.put("metrics.jsonl", diverged);

  write_report(folder_.path());

  const std::string html = folder_.content("report.html");
  EXPECT_THAT(html, HasSubstr("<h2>Verdicts</h2>"));
  EXPECT_THAT(html, Not(HasSubstr("Not drawn")));
}

TEST_F(WriteReport, SurvivesARunWithoutMethods) {
  folder_.put("summary.json",
              R"({"experiment": "none", "metric": {"name": "error", "direction": "minimize"}, "methods": []})");

  write_report(folder_.path());

  EXPECT_THAT(folder_.content("report.html"), HasSubstr("Nothing was compared."));
}

TEST_F(WriteReport, SaysThatADirectoryHoldsNoFinishedRun) {
  EXPECT_THAT([&] { write_report(folder_.path()); }, ThrowsMessage<ConfigError>(HasSubstr("summary.json: ")));
}

}  // namespace
}  // namespace autoloss
