// Numbers as tables and captions show them.
#pragma once

#include <string>
#include <string_view>

#include "core/report/summary.hpp"
#include "core/stats/bootstrap.hpp"

namespace autoloss {

// What stands where there is no number.
inline constexpr std::string_view kNoNumber = "–";

// With so many significant digits, as short as can be: "0.426", "12.5", "3.1e-07".
std::string format_number(double value, int significant = 4);

// Digits behind the point that an estimate deserves: two of the interval's half width; four of the value itself where
// there is no interval; up to two more where an end would read as 0. 0 to 9.
int decimals_for(Interval interval, double value);

// "0.426"; with_sign: "+0.426".
std::string format_fixed(double value, int decimals, bool with_sign = false);

// "[0.41, 0.44]", or kNoNumber.
std::string format_interval(Interval interval, int decimals, bool with_sign = false);

// "-0.047 [-0.060, -0.035]".
std::string format_difference(double difference, Interval interval);

// "205,000", rounded to the next whole number.
std::string format_count(double value);

// "0.023", "< 0.001".
std::string format_p(double p);

// "excess test MSE", "ln(excess test MSE)", "time (s)": the metric on the scale of the means.
std::string metric_title(const MetricSummary& metric);

// The same for a difference of two means, without the unit's meaning changed: "difference in excess test MSE".
std::string difference_title(const MetricSummary& metric);

// "6.8 % less": what a difference of logarithms says about the metric.
std::string relative_change(double log_difference);

// What would settle an inconclusive comparison: "~1,200 problems would settle it", or why no number of them would.
// "" for any other verdict.
std::string settling_remark(const ComparisonSummary& comparison);

// Minus signs in place of the hyphens in front of numbers.
std::string with_minus_signs(std::string text);

// Columns that a text of UTF-8 takes: its code points.
std::size_t width_of(std::string_view text);

}  // namespace autoloss
