#include "core/report/plan_table.hpp"

#include <gtest/gtest.h>

namespace autoloss {
namespace {

TEST(PlanTable, SaysHowManyProblemsADifferenceTakes) {
  Summary summary;
  summary.metric = {.name = "error", .unit = "", .margin = 0.1};
  ComparisonSummary comparison;
  comparison.against = "other";
  comparison.sd = 0.25;
  summary.comparisons = {comparison};

  // (2.8016 · .25 / size)², and (3.2415 · .25 / .1)² = 65.7
  EXPECT_EQ(plan_table(summary),
            R"(problems that a true difference of a size needs, to be seen with a chance of four in five

against    sd   0.01   0.02  0.05  0.1  0.2  0, within ±0.1
other    0.25  4,906  1,227   197   50   13              66

sd: of the paired differences by problem; the last column: problems that show two equal methods to be equivalent
)");
}

TEST(PlanTable, IsEmptyWhereNothingWasCompared) {
  EXPECT_EQ(plan_table({}), "");
}

}  // namespace
}  // namespace autoloss
