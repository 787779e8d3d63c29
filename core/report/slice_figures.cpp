#include <algorithm>
#include <cmath>
#include <limits>

#include "core/report/figures.hpp"
#include "core/report/format.hpp"
#include "core/report/script.hpp"

namespace autoloss {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr double kLogPlaces = 10;  // positive values of a swept key that span more than this stand by their logarithm
constexpr std::size_t kColumnsAcross = 68;  // of text, below a plot
constexpr std::size_t kColumnsOfAName = 28;
constexpr std::size_t kColumnsOfAReference = 16;
constexpr double kRoomOfASlice = 0.7;  // of the way to the next one, for the methods side by side

struct Estimate {
  double mean = kNone;
  Interval ci95{kNone, kNone};
};

// One place on the horizontal axis: the problems of a stratum, or those at one value of a swept key.
struct Slice {
  std::string label;
  std::size_t n = 0;
  double x = 0;                       // in units of the mean way between slices
  std::vector<Estimate> means;        // by method of the summary
  std::vector<Estimate> differences;  // likewise
};

struct Sliced {
  std::string name;  // of the files
  std::string key;
  bool joined = false;  // by lines: the slices are values of one quantity
  bool log = false;     // they stand by their logarithm
  std::vector<Slice> slices;

  bool equal_sizes() const {
    return std::all_of(slices.begin(), slices.end(), [&](const Slice& slice) { return slice.n == slices.front().n; });
  }
  double least_gap() const {
    double gap = 1;
    for (std::size_t i = 1; i < slices.size(); ++i) gap = std::min(gap, std::abs(slices[i].x - slices[i - 1].x));
    return gap;
  }
};

std::vector<Estimate> differences_in(const Summary& summary, const std::vector<ComparisonSummary>& comparisons) {
  std::vector<Estimate> differences(summary.methods.size());
  for (const ComparisonSummary& comparison : comparisons)
    for (std::size_t i = 0; i < summary.methods.size(); ++i)
      if (summary.methods[i].name == comparison.against) differences[i] = {comparison.mean_difference, comparison.ci95};
  return differences;
}

// For what has name, mean and ci95: a method of a bin or of a point of the sweep.
template <typename Methods>
std::vector<Estimate> means_in(const Summary& summary, const Methods& methods) {
  std::vector<Estimate> means(summary.methods.size());
  for (const auto& method : methods)
    for (std::size_t i = 0; i < summary.methods.size(); ++i)
      if (summary.methods[i].name == method.name) means[i] = {method.mean, method.ci95};
  return means;
}

// Slices that are values of a quantity stand where the value is, all others evenly.
void place(Sliced& sliced, const std::vector<double>& values) {
  for (std::size_t i = 0; i < sliced.slices.size(); ++i) sliced.slices[i].x = static_cast<double>(i);
  if (values.size() < 2 || values.size() != sliced.slices.size()) return;
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  if (!(*least < *most)) return;

  sliced.log = *least > 0 && *most / *least >= kLogPlaces;
  const auto scaled = [&](double value) { return sliced.log ? std::log(value) : value; };
  const double unit = (scaled(*most) - scaled(*least)) / static_cast<double>(values.size() - 1);
  for (std::size_t i = 0; i < values.size(); ++i) sliced.slices[i].x = (scaled(values[i]) - scaled(*least)) / unit;
}

// One plot of the figure: the means or the differences of all methods.
struct Panel {
  std::string name;                         // of its data in the script
  std::vector<Estimate> Slice::*estimates;  // which of the two
  Axis axis;
  std::vector<std::size_t> methods;  // those that have any, by place in the summary
};

Panel panel_of(const Summary& summary, const Sliced& sliced, bool differences) {
  Panel panel{differences ? "difference" : "mean", differences ? &Slice::differences : &Slice::means, {}, {}};
  std::vector<std::vector<double>> groups;
  for (std::size_t method = 0; method < summary.methods.size(); ++method) {
    std::vector<double> group;
    bool any = false;
    for (const Slice& slice : sliced.slices) {
      const Estimate& estimate = (slice.*panel.estimates)[method];
      group.insert(group.end(), {estimate.mean, estimate.ci95.low, estimate.ci95.high});
      any = any || std::isfinite(estimate.mean);
    }
    if (!any) continue;
    if (differences) group.push_back(0);
    groups.push_back(std::move(group));
    panel.methods.push_back(method);
  }
  panel.axis = axis_for(groups, differences || summary.metric.log ? LogScale::kNever : LogScale::kTypical);
  return panel;
}

// Lines, points with bars, and triangles at the edge for what lies beyond the axis.
void add_panel(Script& script, const Summary& summary, const Sliced& sliced, const Panel& panel) {
  const double room = kRoomOfASlice * sliced.least_gap() * (sliced.joined ? 0.5 : 1);
  const std::size_t count = panel.methods.size();
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < count; ++i) {
    const MethodSummary& method = summary.methods[panel.methods[i]];
    const Look look = look_of(panel.methods[i], method.name == summary.reference);
    const double offset = count < 2 ? 0 : room * (static_cast<double>(i) / static_cast<double>(count - 1) - 0.5);
    std::vector<std::vector<double>> rows;
    for (const Slice& slice : sliced.slices) {
      const Estimate& estimate = (slice.*panel.estimates)[panel.methods[i]];
      const double x = slice.x + offset;
      const bool shown = panel.axis.shows(estimate.mean);
      const auto end = [&](double value) { return panel.axis.clamped(std::isfinite(value) ? value : estimate.mean); };
      if (shown)
        rows.push_back({x, estimate.mean, end(estimate.ci95.low), end(estimate.ci95.high)});
      else
        rows.push_back({x, kNone, kNone, kNone});
      if (!shown && std::isfinite(estimate.mean)) {
        const bool above = estimate.mean > panel.axis.high;
        script.add("set label '' at " + numeral(x) + ", graph " + (above ? "0.98" : "0.02") + " point " +
                   edge_mark(above, look) + " front");
      }
    }
    const std::string name = "$" + panel.name + std::to_string(i);
    script.data(panel.name + std::to_string(i), rows);
    if (sliced.joined) parts.push_back(name + " using 1:2 with lines " + look.line() + " notitle");
    parts.push_back(name + " using 1:2:3:4 with yerrorbars lw 1.5 " + look.points());
  }
  script.plot(parts);
}

// Names that would run into each other stand aslant.
bool are_long(const Sliced& sliced) {
  std::size_t widest = 0;
  for (const Slice& slice : sliced.slices) widest = std::max(widest, width_of(slice.label));
  return widest * sliced.slices.size() > kColumnsAcross;
}

void add_horizontal_axis(Script& script, const Sliced& sliced) {
  std::string tics;
  double last = 0;
  for (const Slice& slice : sliced.slices) {
    tics += (tics.empty() ? "" : ", ") + literal(shortened(slice.label, kColumnsOfAName));
    if (!sliced.equal_sizes()) tics += ".\"\\n\"." + literal("n = " + std::to_string(slice.n));
    tics += " " + numeral(slice.x);
    last = std::max(last, slice.x);
  }
  script.add("set xrange [-0.5:" + numeral(last + 0.5) + "]\nset xtics " +
             (are_long(sliced) ? "rotate by -20 left " : "") + "(" + tics + ")");
  script.add("set xlabel " + literal(sliced.key + (sliced.log ? " (logarithmic)" : "")) +
             (sliced.equal_sizes() ? "" : " offset 0,-0.6"));
  if (sliced.joined) return;
  script.add("set grid noxtics");
  for (std::size_t i = 1; i < sliced.slices.size(); ++i) {
    const std::string x = numeral(static_cast<double>(i) - 0.5);
    script.add("set arrow from " + x + ", graph 0 to " + x + ", graph 1 nohead lc rgb '#c8c8c8' back");
  }
}

std::string caption_of(const Summary& summary, const Sliced& sliced, const Panel& means, const Panel& differences) {
  const std::string reference(summary.label(summary.reference));
  const bool two = !differences.methods.empty();
  std::string caption = std::string(two ? "Above: mean" : "Mean") + " of each method with its 95 % bootstrap interval";
  caption += sliced.equal_sizes() ? " (n = " + std::to_string(sliced.slices.front().n) + " problems each)." : ".";
  if (two)
    caption +=
        " Below: mean paired difference, " + reference + " minus the method, with its 95 % bootstrap interval; " +
        (summary.metric.direction == Direction::kMinimize ? "below" : "above") + " 0, " + reference + " is better.";
  if (means.axis.log) caption += " The axis of the means is logarithmic.";
  if (means.axis.clips() || differences.axis.clips())
    caption += " Axes are cut: a triangle at an edge stands for a value beyond it.";
  return caption;
}

Csv data_of(const Summary& summary, const Sliced& sliced) {
  Csv data{{sliced.key, "n", "method", "mean", "low", "high", "difference", "difference_low", "difference_high"}, {}};
  for (const Slice& slice : sliced.slices)
    for (std::size_t i = 0; i < summary.methods.size(); ++i) {
      const Estimate &mean = slice.means[i], &difference = slice.differences[i];
      data.rows.push_back({slice.label, std::to_string(slice.n), summary.methods[i].name, csv_number(mean.mean),
                           csv_number(mean.ci95.low), csv_number(mean.ci95.high), csv_number(difference.mean),
                           csv_number(difference.ci95.low), csv_number(difference.ci95.high)});
    }
  return data;
}

std::optional<Figure> figure_of(const Summary& summary, const Sliced& sliced, const std::string& title) {
  if (sliced.slices.empty()) return std::nullopt;
  const Panel means = panel_of(summary, sliced, false);
  const Panel differences = panel_of(summary, sliced, true);
  if (means.methods.empty()) return std::nullopt;
  const bool two = !differences.methods.empty();

  Script script(kPictureWidth, height_with_key(two ? 700 : 400, means.methods.size()));
  script.add("set multiplot layout " + std::string(two ? "2" : "1") + ",1\n" + margins_beside_key());
  std::vector<KeyEntry> key;
  for (const std::size_t i : means.methods)
    key.push_back({summary.methods[i].label, look_of(i, summary.methods[i].name == summary.reference)});
  add_key(script, key, sliced.joined ? KeySample::kBoth : KeySample::kPoint);
  add_horizontal_axis(script, sliced);
  script.add(means.axis.commands('y') + "\nset ylabel " + literal("mean " + metric_title(summary.metric)));
  add_panel(script, summary, sliced, means);
  if (two) {
    script.add("unset label\nunset arrow");
    add_horizontal_axis(script, sliced);
    script.add(differences.axis.commands('y') + "\nset ylabel " +
               literal(shortened(summary.label(summary.reference), kColumnsOfAReference) + " minus the method"));
    script.add("set arrow from graph 0, first 0 to graph 1, first 0 nohead lw 1.2 lc rgb '#404040' back");
    add_panel(script, summary, sliced, differences);
  }
  script.add("unset multiplot");
  return Figure{sliced.name, title, caption_of(summary, sliced, means, differences), data_of(summary, sliced),
                std::move(script)};
}

}  // namespace

std::vector<Figure> stratum_figures(const Summary& summary) {
  std::vector<Figure> figures;
  for (const Stratum& stratum : summary.strata) {
    Sliced sliced{"stratum-" + file_name_of(stratum.key), stratum.key, false, false, {}};
    for (const Bin& bin : stratum.bins)
      sliced.slices.push_back(
          {bin.label, bin.n, 0, means_in(summary, bin.methods), differences_in(summary, bin.comparisons)});
    place(sliced, {});
    if (auto figure = figure_of(summary, sliced, "Result by " + stratum.key)) figures.push_back(std::move(*figure));
  }
  return figures;
}

std::optional<Figure> sweep_figure(const Summary& summary) {
  if (!summary.sweep) return std::nullopt;
  Sliced sliced{"sweep", summary.sweep->key.empty() ? "distribution" : summary.sweep->key, true, false, {}};
  std::vector<double> values;
  for (const SweepPoint& point : summary.sweep->points) {
    const std::size_t n = point.methods.empty() ? 0 : point.methods.front().n;
    sliced.slices.push_back({point.value ? format_number(*point.value) : point.label, n, 0,
                             means_in(summary, point.methods), differences_in(summary, point.comparisons)});
    if (point.value) values.push_back(*point.value);
  }
  sliced.joined = values.size() == sliced.slices.size();  // names have no order
  place(sliced, values);
  return figure_of(summary, sliced,
                   summary.sweep->key.empty() ? "Result by distribution" : "Result against " + summary.sweep->key);
}

}  // namespace autoloss
