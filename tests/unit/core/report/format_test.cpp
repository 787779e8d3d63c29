#include "core/report/format.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace autoloss {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

TEST(DecimalsFor, LeaveTwoDigitsOfTheHalfWidth) {
  EXPECT_EQ(decimals_for({0.40, 0.45}, 0.426), 3);  // half width .025
  EXPECT_EQ(decimals_for({-9.7, -7.8}, -8.7), 2);   // .95
  EXPECT_EQ(decimals_for({100, 300}, 200), 0);
}

TEST(DecimalsFor, KeepAnEndJustBesideZeroFromReadingAsZero) {
  EXPECT_EQ(decimals_for({-0.0810, -0.0002}, -0.04), 4);  // three would print [-0.081, 0.000]
}

TEST(DecimalsFor, FallBackOnTheValueWithoutAnInterval) {
  EXPECT_EQ(decimals_for({kNan, kNan}, 0.4263), 4);
}

TEST(FormatDifference, ShowsSignsAndEqualDigits) {
  EXPECT_EQ(format_difference(-0.0471, {-0.0604, -0.0352}), "-0.047 [-0.060, -0.035]");
  EXPECT_EQ(format_difference(0.00012, {-0.0051, 0.0052}), "+0.0001 [-0.0051, +0.0052]");
}

TEST(FormatFixed, GivesARoundedZeroNoSign) {
  EXPECT_EQ(format_fixed(-0.0001, 2, true), "0.00");
}

TEST(FormatFixed, ShowsADashWhereThereIsNoNumber) {
  EXPECT_EQ(format_fixed(kNan, 2), "–");
}

TEST(FormatCount, GroupsThousands) {
  EXPECT_EQ(format_count(205000), "205,000");
  EXPECT_EQ(format_count(999.6), "1,000");
  EXPECT_EQ(format_count(-1234567), "-1,234,567");
  EXPECT_EQ(format_count(0), "0");
}

TEST(FormatP, NamesNoZero) {
  EXPECT_EQ(format_p(1e-5), "< 0.001");
  EXPECT_EQ(format_p(0.0234), "0.023");
  EXPECT_EQ(format_p(1), "1.00");
}

TEST(MetricTitle, SaysTheUnitAndTheLogarithm) {
  EXPECT_EQ(metric_title({.name = "time", .unit = "s"}), "time (s)");
  EXPECT_EQ(metric_title({.name = "excess", .unit = "", .direction = Direction::kMinimize, .log = true}), "ln(excess)");
}

TEST(RelativeChange, TurnsLogarithmsIntoPercent) {
  EXPECT_EQ(relative_change(-0.1), "9.5 % less");  // e^-.1 = .905
  EXPECT_EQ(relative_change(0.1), "11 % more");
}

TEST(WidthOf, CountsCharactersNotBytes) {
  EXPECT_EQ(width_of("50 λ – ü"), 8u);
}

TEST(WithMinusSigns, LeavesHyphensWithinWords) {
  EXPECT_EQ(with_minus_signs("-0.1 [-0.2, -0.1] two-sided 1e-05"), "−0.1 [−0.2, −0.1] two-sided 1e-05");
}

}  // namespace
}  // namespace autoloss
