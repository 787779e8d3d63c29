#include "core/report/summary_table.hpp"

#include <gmock/gmock.h>

namespace autoloss {
namespace {

using testing::HasSubstr;

Summary small_summary() {
  Summary summary;
  summary.experiment = "small";
  summary.metric = {.name = "error", .unit = "", .margin = 0.01};
  summary.reference = "ours";
  summary.problems = 200;
  MethodSummary grid, ours;
  grid.name = "grid";
  grid.label = "Grid, 50 λ";
  ours.name = "ours";
  ours.label = "Ours";
  grid.mean = 0.473;
  grid.ci95 = {0.44, 0.51};
  grid.iqm = 0.461;
  grid.steps = 5000;
  grid.search_steps = 200000;
  grid.search_steps_total = 40000000;
  grid.diverged = 3;
  grid.n = 200;
  ours.mean = 0.4263;
  ours.ci95 = {0.39, 0.46};
  ours.iqm = 0.42;
  ours.steps = 9800;
  ours.search_steps = 0;
  ours.search_steps_total = 64000000;
  summary.methods = {grid, ours};
  summary.comparisons = {{.method = "ours",
                          .against = "grid",
                          .mean_difference = -0.0467,
                          .sd = 0.1,
                          .ci95 = {-0.06, -0.034},
                          .wins = 150,
                          .losses = 50,
                          .n = 200,
                          .controllers = 1,
                          .improvement = {0.75, {0.69, 0.81}},
                          .p = 1e-5,
                          .p_holm = 2e-5,
                          .verdict = Verdict::kBetter,
                          .settled_by = std::nullopt}};
  return summary;
}

TEST(SummaryTable, LinesUpItsColumns) {
  EXPECT_EQ(summary_table(small_summary()),
            R"(small: error, less is better, 200 problems

method       mean   95 % interval    IQM               difference   wins/n   p Holm  Ours is      steps   search  search in all
Grid, 50 λ  0.473  [0.440, 0.510]  0.461  -0.047 [-0.060, -0.034]  150/200  < 0.001  better       5,000  200,000     40,000,000
Ours        0.426  [0.390, 0.460]  0.420                                             (reference)  9,800        0     64,000,000

difference: Ours minus the method, paired by problem, 95 % bootstrap interval; wins: problems where Ours is better
equivalent: the interval lies within ±0.01
IQM: interquartile mean; steps: task steps of a guided training; search: of trials on the problem itself; in all: these, and what was tuned and trained once
diverged, counted as the worst result: Grid, 50 λ 3 of 200
)");
}

TEST(SummaryTable, SaysWhatWouldSettleAnInconclusiveComparison) {
  Summary summary = small_summary();
  summary.comparisons[0].verdict = Verdict::kInconclusive;
  summary.comparisons[0].settled_by = 1234;
  EXPECT_THAT(summary_table(summary), HasSubstr("against Grid, 50 λ: inconclusive; ~1,234 problems would settle it\n"));

  summary.comparisons[0].settled_by.reset();
  EXPECT_THAT(summary_table(summary), HasSubstr("inconclusive; no number of problems is known to settle it\n"));

  summary.comparisons[0].controllers = 3;
  EXPECT_THAT(summary_table(summary), HasSubstr("inconclusive; more problems alone would not settle it"));
}

TEST(SummaryTable, HasABlockForEachPointOfASweep) {
  Summary summary = small_summary();
  summary.sweep = SweepSummary{"task.l1_weight", {{"0.1", 0.1, summary.methods, summary.comparisons}}};
  EXPECT_THAT(summary_table(summary), HasSubstr("\n\ntask.l1_weight = 0.1\nmethod       mean   95 % interval    IQM"));

  summary.sweep->key = "";  // points that are distributions by name
  summary.sweep->points[0].label = "many outliers";
  EXPECT_THAT(summary_table(summary), HasSubstr("\n\nmany outliers\nmethod "));
}

TEST(SummaryTable, NamesMethodsOfSeveralControllers) {
  Summary summary = small_summary();
  summary.methods[1].controllers = 5;

  EXPECT_THAT(summary_table(summary), HasSubstr("intervals are over both: Ours 5\n"));
}

TEST(SummaryTable, ShowsASingleMethodWithoutComparisons) {
  Summary summary = small_summary();
  summary.reference = "";
  summary.comparisons.clear();
  summary.methods.pop_back();

  const std::string table = summary_table(summary);

  EXPECT_EQ(table.find("minus the method"), std::string::npos);
  EXPECT_NE(table.find("Grid, 50 λ"), std::string::npos);
}

}  // namespace
}  // namespace autoloss
