#include "core/report/format.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace autoloss {
namespace {

constexpr int kMostDecimals = 9;

template <typename... Arguments>
std::string printed(const char* format, Arguments... arguments) {
  char text[400];  // a double in fixed notation has up to 309 digits before the point
  std::snprintf(text, sizeof text, format, arguments...);
  return text;
}

}  // namespace

std::string format_number(double value, int significant) {
  if (!std::isfinite(value)) return std::string(kNoNumber);
  return printed("%.*g", significant, value == 0 ? 0.0 : value);
}

int decimals_for(Interval interval, double value) {
  const double half_width = (interval.high - interval.low) / 2;
  const bool usable = std::isfinite(half_width) && half_width > 0;
  const double size = usable ? half_width : std::abs(value);
  if (!std::isfinite(size) || size == 0) return 3;
  const int digits = usable ? 2 : 4;
  int decimals = std::clamp(digits - 1 - static_cast<int>(std::floor(std::log10(size))), 0, kMostDecimals);
  // An end just beside 0 must not read as 0: it decides a verdict.
  const auto rounds_to_zero = [&](double end) { return end != 0 && std::abs(end) < 0.5 * std::pow(10, -decimals); };
  for (int more = 0; more < 2 && decimals < kMostDecimals; ++more)
    if (usable && (rounds_to_zero(interval.low) || rounds_to_zero(interval.high))) ++decimals;
  return decimals;
}

std::string format_fixed(double value, int decimals, bool with_sign) {
  if (!std::isfinite(value)) return std::string(kNoNumber);
  const std::string text = printed(with_sign ? "%+.*f" : "%.*f", decimals, value);
  // A rounded zero has no sign.
  const bool is_zero = text.find_first_of("123456789") == std::string::npos;
  return is_zero ? printed("%.*f", decimals, 0.0) : text;
}

std::string format_interval(Interval interval, int decimals, bool with_sign) {
  if (!std::isfinite(interval.low) || !std::isfinite(interval.high)) return std::string(kNoNumber);
  return "[" + format_fixed(interval.low, decimals, with_sign) + ", " +
         format_fixed(interval.high, decimals, with_sign) + "]";
}

std::string format_difference(double difference, Interval interval) {
  const int decimals = decimals_for(interval, difference);
  return format_fixed(difference, decimals, true) + " " + format_interval(interval, decimals, true);
}

std::string format_count(double value) {
  if (!std::isfinite(value)) return std::string(kNoNumber);
  std::string digits = printed("%.0f", std::abs(value));
  for (std::size_t place = digits.size(); place > 3; place -= 3) digits.insert(place - 3, ",");
  return value <= -0.5 ? "-" + digits : digits;
}

std::string format_p(double p) {
  if (!std::isfinite(p)) return std::string(kNoNumber);
  if (p < 0.001) return "< 0.001";
  return printed(p < 0.1 ? "%.3f" : "%.2f", p);
}

std::string metric_title(const MetricSummary& metric) {
  if (metric.log) return "ln(" + metric.name + (metric.unit.empty() ? "" : " / " + metric.unit) + ")";
  return metric.name + (metric.unit.empty() ? "" : " (" + metric.unit + ")");
}

std::string difference_title(const MetricSummary& metric) {
  return "difference in " + metric_title(metric);
}

std::string relative_change(double log_difference) {
  const double change = std::expm1(log_difference);
  return format_number(100 * std::abs(change), 2) + " % " + (change < 0 ? "less" : "more");
}

std::string settling_remark(const ComparisonSummary& comparison) {
  if (comparison.verdict != Verdict::kInconclusive) return "";
  if (comparison.settled_by)
    return "~" + format_count(static_cast<double>(*comparison.settled_by)) + " problems would settle it";
  if (comparison.controllers > 1) return "more problems alone would not settle it, more controllers might";
  return "no number of problems is known to settle it";
}

std::string with_minus_signs(std::string text) {
  for (std::size_t at = 0; at + 1 < text.size(); ++at) {
    const bool starts = at == 0 || text[at - 1] == ' ' || text[at - 1] == '[';
    const bool digit = text[at + 1] >= '0' && text[at + 1] <= '9';
    if (text[at] == '-' && starts && digit) text.replace(at, 1, "−");
  }
  return text;
}

std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](unsigned char byte) { return (byte & 0xC0) != 0x80; }));
}

}  // namespace autoloss
