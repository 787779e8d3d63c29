#include "core/report/script.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "core/file.hpp"
#include "core/report/format.hpp"
#include "core/stats/descriptive.hpp"
#include "core/stats/diverged.hpp"

namespace autoloss {
namespace {

constexpr double kFairShare = 1.0 / 8;  // of an axis, for what the typical group spans
constexpr double kLogRatio = 20;        // positive values that span more than this are shown by their logarithm
constexpr double kKeyTop = 24;          // px
constexpr double kKeyRow = 21;
constexpr std::size_t kKeyColumns = 27;  // of a label: what fits beside the plots
constexpr double kShortLogAxis = 300;    // greatest value over least
constexpr int kNamedPowers = 8;
constexpr std::size_t kMarksOfALine = 8;
constexpr double kPadding = 0.04;  // of the axis, at each end

// Tics of a logarithmic axis, which differ between versions of gnuplot: named at 1, 2 and 5 times each power of ten on
// a short axis, at the powers alone on a long one, with unnamed ones between.
std::string log_tics(double low, double high) {
  const bool is_short = high / low <= kShortLogAxis;
  const int first = static_cast<int>(std::floor(std::log10(low))), last = static_cast<int>(std::ceil(std::log10(high)));
  const int stride = (last - first) / kNamedPowers + 1;
  std::string tics;
  for (int power = first; power <= last; ++power)
    for (int factor = 1; factor < 10; ++factor) {
      const double value = factor * std::pow(10, power);
      if (value < low || value > high) continue;
      const bool is_named =
          is_short ? factor == 1 || factor == 2 || factor == 5 : factor == 1 && (power - first) % stride == 0;
      tics += (tics.empty() ? "" : ", ") + std::string(is_named ? "" : "'' ") + format_number(value, 6) +
              (is_named ? "" : " 1");
    }
  return "(" + tics + ")";
}

Axis padded(double low, double high, bool log) {
  Axis axis;
  axis.log = log;
  if (log) {
    const double padding = std::max(kPadding * std::log(high / low), 0.02);
    axis.low = low * std::exp(-padding);
    axis.high = high * std::exp(padding);
    return axis;
  }
  const double span = high - low;
  const double padding = span > 0 ? kPadding * span : std::max(std::abs(high) * 0.1, 1e-9);
  axis.low = low - padding;
  axis.high = high + padding;
  return axis;
}

}  // namespace

std::string literal(std::string_view text) {
  std::string string = "'";
  for (const char c : text) {
    if (c == '\'') string += '\'';
    string += c == '\n' || c == '\r' ? ' ' : c;
  }
  return string + "'";
}

std::string numeral(double value) {
  return std::isfinite(value) ? number_text(value) : "NaN";
}

std::string shortened(std::string_view text, std::size_t columns) {
  if (width_of(text) <= columns) return std::string(text);
  std::size_t end = 0;
  for (std::size_t taken = 0; end < text.size(); ++end) {
    const bool starts_a_character = (static_cast<unsigned char>(text[end]) & 0xC0) != 0x80;
    if (starts_a_character && ++taken == columns) break;
  }
  return std::string(text.substr(0, end)) + "…";
}

std::string file_name_of(std::string_view text) {
  std::string name;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    name += plain ? c : '-';
  }
  return name;
}

std::string extension_of(Format format) {
  switch (format) {
    case Format::kSvg:
      return "svg";
    case Format::kPng:
      return "png";
    case Format::kPdf:
      break;
  }
  return "pdf";
}

std::string points_along(const std::string& block, const std::string& columns, std::size_t rows, std::size_t place,
                         const Look& look) {
  const std::size_t stride = std::max<std::size_t>(rows / kMarksOfALine, 1);
  return "$" + block + " every " + std::to_string(stride) + "::" + std::to_string(place * 5 % stride) + " using " +
         columns + " with points " + look.points();
}

Script::Script(int width_px, int height_px) : width_px_(width_px), height_px_(height_px) {
  add("set border 3 lc rgb '#606060'");
  add("set tics out nomirror textcolor rgb '#202020'");
  add("set grid xtics ytics lc rgb '#e4e4e4' lt 1 lw 1");
  add("set minussign");
}

// Terminals measure differently, pixels or inches, and each scales fonts, lines and points in its own way: the factors
// make the three pictures look alike.
std::string Script::text(Format format) const {
  std::string terminal;
  switch (format) {
    case Format::kSvg:
      terminal = "svg size " + std::to_string(width_px_) + "," + std::to_string(height_px_) +
                 " dynamic noenhanced font 'DejaVu Sans,Helvetica,sans-serif,13'";
      break;
    case Format::kPng:
      terminal = "pngcairo size " + std::to_string(2 * width_px_) + "," + std::to_string(2 * height_px_) +
                 " noenhanced font 'DejaVu Sans,13' fontscale 1.5 linewidth 2 pointscale 2";
      break;
    case Format::kPdf:
      terminal = "pdfcairo size " + numeral(width_px_ / 96.0) + "," + numeral(height_px_ / 96.0) +
                 " noenhanced font 'DejaVu Sans,13' fontscale 0.56 linewidth 1.4 pointscale 1.3";
      break;
  }
  return "set encoding utf8\nset terminal " + terminal + " background '#ffffff'\n" + commands_;
}

void Script::add(std::string_view command) {
  commands_ += command;
  commands_ += '\n';
}

void Script::data(std::string_view name, const std::vector<std::vector<double>>& rows) {
  commands_ += "$" + std::string(name) + " << EOD\n";
  for (const std::vector<double>& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) commands_ += (i > 0 ? " " : "") + numeral(row[i]);
    commands_ += '\n';
  }
  commands_ += "EOD\n";
}

void Script::plot(const std::vector<std::string>& parts) {
  if (parts.empty()) return;
  commands_ += "plot ";
  for (std::size_t i = 0; i < parts.size(); ++i) commands_ += (i > 0 ? ", \\\n  " : "") + parts[i];
  commands_ += '\n';
}

std::string Look::line() const {
  return "lc rgb '" + colour + "' dt " + std::to_string(dash) + " lw " + format_number(width);
}

std::string Look::mark() const {
  return "pt " + std::to_string(point) + " ps 0.8";
}

std::string Look::points() const {
  return "lc rgb '" + colour + "' " + mark();
}

std::string edge_mark(bool above, const Look& look) {
  return "pt " + std::string(above ? "9" : "11") + " ps 0.9 lc rgb '" + look.colour + "'";
}

Look look_of(std::size_t place, bool is_reference) {
  if (is_reference) return {"#000000", 7, 1, 2.6};
  // Okabe and Ito's colours, which also differ to colour-blind eyes, black left to the reference.
  static constexpr std::array kColours = {"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#b8860b", "#7f7f7f"};
  static constexpr std::array kPoints = {5, 9, 13, 11, 15, 4, 8, 12, 10, 14, 6, 1, 2, 3};
  static constexpr std::array kDashes = {1, 2, 4, 5};
  return {kColours[place % kColours.size()], kPoints[place % kPoints.size()], kDashes[place % kDashes.size()], 1.4};
}

double Axis::clamped(double value) const {
  return std::clamp(value, low, high);
}

std::string Axis::commands(char name) const {
  const std::string axis(1, name);
  return (log ? "set logscale " + axis : "unset logscale " + axis) + "\nset " + axis + "range [" + numeral(low) + ":" +
         numeral(high) + "]\nset " + axis + "tics " + (log ? log_tics(low, high) : "autofreq");
}

Axis axis_for(const std::vector<std::vector<double>>& groups, LogScale log_scale) {
  std::vector<std::vector<double>> finite;
  std::vector<double> all, lows, highs;
  for (const std::vector<double>& group : groups) {
    finite.push_back(finite_of(group));
    if (finite.back().empty()) continue;
    all.insert(all.end(), finite.back().begin(), finite.back().end());
    lows.push_back(quantile(finite.back(), 0.02));
    highs.push_back(quantile(finite.back(), 0.98));
  }
  if (all.empty()) return {};

  const auto [least, most] = std::minmax_element(all.begin(), all.end());
  const double low = median(lows), high = median(highs);  // of the typical group
  const double ratio = log_scale == LogScale::kAlways ? *most / *least : high / low;
  if (log_scale != LogScale::kNever && *least > 0 && ratio > kLogRatio) return padded(*least, *most, true);

  const double longest = std::max(high - low, 1e-3 * std::max(std::abs(low), std::abs(high))) / kFairShare;
  double shown_low = low, shown_high = high;
  for (const std::vector<double>& group : finite) {
    const double middle = median(group);
    if (!(middle >= high - longest && middle <= low + longest)) continue;  // far away, or empty
    for (const double value : group) {
      if (value >= high - longest) shown_low = std::min(shown_low, value);
      if (value <= low + longest) shown_high = std::max(shown_high, value);
    }
  }
  Axis axis = padded(shown_low, shown_high, false);
  axis.clips_low = *least < axis.low;
  axis.clips_high = *most > axis.high;
  return axis;
}

Axis log_axis(const std::vector<double>& values) {
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  return padded(*least, *most, true);
}

void add_key(Script& script, const std::vector<KeyEntry>& entries, KeySample sample, double from) {
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const Look& look = entries[i].look;
    const double y = from - (kKeyTop + kKeyRow * static_cast<double>(i)) / script.height_px();
    const auto at = [&](double x) { return "screen " + numeral(x) + ", screen " + numeral(y); };
    if (sample != KeySample::kPoint)
      script.add("set arrow from " + at(0.735) + " to " + at(0.765) + " nohead " + look.line());
    if (sample != KeySample::kLine) script.add("set label '' at " + at(0.75) + " point " + look.points());
    script.add("set label " + literal(shortened(entries[i].label, kKeyColumns)) + " at " + at(0.775) + " left");
  }
}

int height_with_key(int least_px, std::size_t entries) {
  return std::max(least_px, static_cast<int>(2 * kKeyTop + kKeyRow * static_cast<double>(entries)));
}

std::string margins_beside_key() {
  return "set lmargin at screen 0.11\nset rmargin at screen 0.715\nset key off";
}

std::string margins_beside_small_key() {
  return "set lmargin at screen 0.11\nset rmargin at screen 0.82\n"
         "set key at screen 0.99, screen 0.98 right top Left reverse samplen 2 spacing 1.15";
}

}  // namespace autoloss
