#include <algorithm>
#include <cmath>

#include "core/report/figures.hpp"
#include "core/report/format.hpp"
#include "core/report/script.hpp"
#include "core/stats/descriptive.hpp"
#include "core/stats/diverged.hpp"

namespace autoloss {
namespace {

constexpr std::size_t kLabelColumns = 36;
constexpr std::size_t kManyDots = 100;  // of a method: they are drawn smaller

// A picture with a row for each method, the first on top: the y of row i is rows − i.
class Rows {
 public:
  explicit Rows(std::size_t count) : count_(count) {}

  std::size_t count() const { return count_; }
  double y(std::size_t row) const { return static_cast<double>(count_ - row); }

  // Commands that put these texts at the rows: axis "y" or "y2".
  std::string tics(const std::string& axis, const std::vector<std::string>& texts) const {
    std::string tics;
    for (std::size_t row = 0; row < texts.size(); ++row)
      tics += (row > 0 ? ", " : "") + literal(shortened(texts[row], kLabelColumns)) + " " + numeral(y(row));
    return "set " + axis + "range [0.4:" + numeral(static_cast<double>(count_) + 0.6) + "]\nset " + axis + "tics (" +
           tics + ") scale 0";
  }

 private:
  std::size_t count_;
};

// gnuplot reserves more room for texts than they take.
std::string margin_for(const std::vector<std::string>& labels) {
  std::size_t widest = 0;
  for (const std::string& label : labels) widest = std::max(widest, std::min(width_of(label), kLabelColumns));
  return "set lmargin at screen " + numeral((7.6 * static_cast<double>(widest) + 24) / kPictureWidth);
}

// What the row of a method cannot show: values beyond the axis, runs without a value.
std::string off_axis_note(const MethodSummary& method, const Axis& axis) {
  const std::vector<double> finite = finite_of(method.values);
  const auto below = std::count_if(finite.begin(), finite.end(), [&](double value) { return value < axis.low; });
  const auto above = std::count_if(finite.begin(), finite.end(), [&](double value) { return value > axis.high; });
  std::string note;
  const auto add = [&note](const std::string& text) { note += (note.empty() ? "" : "; ") + text; };
  if (below > 0) add(std::to_string(below) + " below, down to " + format_number(quantile(finite, 0), 3));
  if (above > 0) add(std::to_string(above) + " above, up to " + format_number(quantile(finite, 1), 3));
  if (method.diverged > 0) add(std::to_string(method.diverged) + " diverged");
  return note;
}

struct Strips {
  std::vector<std::vector<double>> points;   // x, y
  std::vector<std::vector<double>> boxes;    // x, y, and the ends of both
  std::vector<std::vector<double>> medians;  // x, y and the way to their upper end
  std::vector<std::vector<double>> means;    // x, y, ends of x
};

// Dots in the upper half of a row, box and mean in the lower.
void add_strip(Strips& strips, const MethodSummary& method, const Axis& axis, double y) {
  const std::vector<double> finite = finite_of(method.values);
  for (std::size_t i = 0; i < finite.size(); ++i) {
    // Fractions of multiples of the golden ratio spread evenly, so dots keep apart without a random number.
    const double spread = std::fmod(static_cast<double>(i) * 0.6180339887498949, 1.0);
    if (axis.shows(finite[i])) strips.points.push_back({finite[i], y + 0.04 + 0.34 * spread});
  }
  if (!finite.empty() && quantile(finite, 0.75) >= axis.low && quantile(finite, 0.25) <= axis.high) {
    const auto at = [&](double probability) { return axis.clamped(quantile(finite, probability)); };
    strips.boxes.push_back({at(0.25), y - 0.18, at(0.25), at(0.75), y - 0.30, y - 0.06});
    if (axis.shows(median(finite))) strips.medians.push_back({median(finite), y - 0.30, 0, 0.24});
  }
  if (axis.shows(method.mean))
    strips.means.push_back({method.mean, y - 0.18, axis.clamped(method.ci95.low), axis.clamped(method.ci95.high)});
}

Csv results_data(const Summary& summary) {
  Csv data{{"method", "problem", "value"}, {}};
  for (const MethodSummary& method : summary.methods)
    for (std::size_t i = 0; i < method.values.size(); ++i)
      data.rows.push_back({method.name, std::to_string(i), csv_number(method.values[i])});
  return data;
}

struct Mark {
  std::string colour;
  int point;
};

Mark mark_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::kBetter:
      return {"#0072b2", 7};
    case Verdict::kWorse:
      return {"#c03000", 5};
    case Verdict::kEquivalent:
      return {"#000000", 12};
    case Verdict::kInconclusive:
      break;
  }
  return {"#707070", 6};
}

// The interval within the axis, with an arrow where it goes on beyond it; the mean, as a number if it is off the axis.
void add_interval(Script& script, const ComparisonSummary& comparison, const Axis& axis, double y) {
  const Mark mark = mark_of(comparison.verdict);
  const std::string colour = " lc rgb '" + mark.colour + "'";
  const double stub = 0.03 * (axis.high - axis.low);
  const double low = axis.clamped(comparison.ci95.low), high = axis.clamped(comparison.ci95.high);
  const auto at = [y](double x) { return numeral(x) + "," + numeral(y); };
  const auto arrow = [&](double from, double to, const std::string& head) {
    script.add("set arrow from " + at(from) + " to " + at(to) + " " + head + " lw 2.2" + colour);
  };
  if (low < high) arrow(low, high, "nohead");
  const std::string head = "head filled size screen 0.012,22";
  if (comparison.ci95.low < axis.low) arrow(axis.low + stub, axis.low, head);
  if (comparison.ci95.high > axis.high) arrow(axis.high - stub, axis.high, head);

  const double mean = comparison.mean_difference;
  if (axis.shows(mean)) {
    script.add("set label '' at " + at(mean) + " point pt " + std::to_string(mark.point) + " ps 0.9" + colour);
  } else if (std::isfinite(mean)) {
    const bool leaves_right = mean > axis.high;
    const double beside = leaves_right ? std::min(low, axis.high - stub) : std::max(high, axis.low + stub);
    script.add("set label " + literal(with_minus_signs(format_difference(mean, comparison.ci95))) + " at " +
               at(beside) + (leaves_right ? " right offset -0.8,0" : " left offset 0.8,0") + " font ',11' front");
  }
}

Csv differences_data(const Summary& summary) {
  Csv data{{"method", "against", "mean_difference", "low", "high", "wins", "n", "p", "p_holm", "verdict"}, {}};
  for (const ComparisonSummary& c : summary.comparisons)
    data.rows.push_back({c.method, c.against, csv_number(c.mean_difference), csv_number(c.ci95.low),
                         csv_number(c.ci95.high), std::to_string(c.wins), std::to_string(c.n), csv_number(c.p),
                         csv_number(c.p_holm), std::string(name_of(c.verdict))});
  return data;
}

// What stands above the axis of differences: which side is whose, and how much does not matter.
void add_sides(Script& script, const MetricSummary& metric, const Axis& axis) {
  const bool less_is_better = metric.direction == Direction::kMinimize;
  const std::string style = " font ',11' textcolor rgb '#404040'";
  script.add("set label " + literal(less_is_better ? "◂ reference better" : "◂ reference worse") +
             " at graph 0, graph 1 left offset 0.5,0.6" + style);
  script.add("set label " + literal(less_is_better ? "reference worse ▸" : "reference better ▸") +
             " at graph 1, graph 1 right offset -0.5,0.6" + style);
  script.add("set arrow from 0, graph 0 to 0, graph 1 nohead lw 1.5 lc rgb '#404040'");
  if (metric.margin > 0)
    script.add("set object rectangle from " + numeral(axis.clamped(-metric.margin)) + ", graph 0 to " +
               numeral(axis.clamped(metric.margin)) +
               ", graph 1 behind fillcolor rgb '#ececec' fillstyle solid noborder");
}

}  // namespace

std::optional<Figure> results_figure(const Summary& summary) {
  std::vector<std::vector<double>> groups;
  std::vector<std::string> labels;
  std::size_t most = 0;
  bool any = false;
  for (const MethodSummary& method : summary.methods) {
    groups.push_back(method.values);
    labels.push_back(method.label);
    most = std::max(most, method.values.size());
    any = any || !finite_of(method.values).empty();
  }
  if (!any) return std::nullopt;

  const Axis axis = axis_for(groups, summary.metric.log ? LogScale::kNever : LogScale::kAlways);
  const Rows rows(labels.size());
  Script script(kPictureWidth, 90 + 46 * static_cast<int>(rows.count()));
  script.add(axis.commands('x') + "\nset xlabel " + literal(metric_title(summary.metric)));
  script.add(rows.tics("y", labels) + "\n" + margin_for(labels) + "\nset rmargin 3\nset grid noytics\nset key off");
  Strips strips;
  std::vector<std::string> notes;
  for (std::size_t row = 0; row < rows.count(); ++row) {
    add_strip(strips, summary.methods[row], axis, rows.y(row));
    notes.push_back(with_minus_signs(off_axis_note(summary.methods[row], axis)));
  }
  if (std::any_of(notes.begin(), notes.end(), [](const std::string& note) { return !note.empty(); }))
    script.add("unset rmargin\n" + rows.tics("y2", notes) + " font ',11'");
  script.data("points", strips.points);
  script.data("boxes", strips.boxes);
  script.data("medians", strips.medians);
  script.data("means", strips.means);
  const std::string dot = most > kManyDots ? "0.22" : "0.4";
  script.plot({"$points using 1:2 with points pt 7 ps " + dot + " lc rgb '#8c8c8c'",
               "$boxes using 1:2:3:4:5:6 with boxxyerror fs solid 1.0 border lc rgb '#404040' fc rgb '#dcdcdc'",
               "$medians using 1:2:3:4 with vectors nohead lw 2 lc rgb '#404040'",
               "$means using 1:2:3:4 with xerrorbars pt 7 ps 0.6 lw 2 lc rgb '#0072b2'"});

  std::string caption = "One dot a problem (n = " + std::to_string(most) +
                        " a method). Grey box: quartiles, with the median; dark point and bar: mean with its 95 % "
                        "bootstrap interval. All methods met the same problems, so their paired differences tell more "
                        "than how far these overlap.";
  if (axis.log) caption += " The axis is logarithmic.";
  if (axis.clips()) caption += " The axis is cut; what lies beyond it is given as a number.";
  return Figure{"results", "Result of every problem, by method", caption, results_data(summary), std::move(script)};
}

std::optional<Figure> differences_figure(const Summary& summary) {
  if (summary.comparisons.empty()) return std::nullopt;
  const std::string reference(summary.label(summary.reference));
  std::vector<std::vector<double>> groups;
  std::vector<std::string> labels, words;
  std::size_t n = 0;
  for (const ComparisonSummary& c : summary.comparisons) {
    groups.push_back({0, c.mean_difference, c.ci95.low, c.ci95.high});
    labels.emplace_back(summary.label(c.against));
    words.push_back(std::string(name_of(c.verdict)) + ", wins " + std::to_string(c.wins) + "/" + std::to_string(c.n));
    n = std::max(n, c.n);
  }

  const Axis axis = axis_for(groups, LogScale::kNever);
  const Rows rows(labels.size());
  Script script(kPictureWidth, 110 + 30 * static_cast<int>(rows.count()));
  script.add(axis.commands('x'));
  script.add("set xlabel " + literal(difference_title(summary.metric) + ": " + shortened(reference, kLabelColumns) +
                                     " minus the method"));
  script.add(rows.tics("y", labels) + "\n" + rows.tics("y2", words) + "\n" + margin_for(labels));
  script.add("set rmargin at screen 0.78\nset grid noytics\nset key off");
  add_sides(script, summary.metric, axis);
  for (std::size_t row = 0; row < rows.count(); ++row)
    add_interval(script, summary.comparisons[row], axis, rows.y(row));
  script.plot({"NaN notitle"});

  std::string caption = "Mean paired difference with its 95 % bootstrap interval over n = " + std::to_string(n) +
                        " problems. Filled circle: " + reference +
                        " is better; square: worse; diamond: equivalent; open circle: inconclusive.";
  if (summary.metric.margin > 0)
    caption += " Shaded: differences up to ±" + format_number(summary.metric.margin) + ", which do not matter.";
  if (axis.clips()) caption += " The axis is cut; what goes beyond it ends in an arrow.";
  return Figure{"differences", "Difference of " + reference + " to each method", caption, differences_data(summary),
                std::move(script)};
}

std::optional<Figure> cost_figure(const Summary& summary) {
  std::vector<std::vector<double>> means;
  std::vector<double> costs;
  Csv data{{"method", "steps_of_a_problem", "mean", "low", "high"}, {}};
  for (const MethodSummary& method : summary.methods) {
    costs.push_back(method.cost());
    means.push_back({method.mean, method.ci95.low, method.ci95.high});
    data.rows.push_back({method.name, csv_number(method.cost()), csv_number(method.mean), csv_number(method.ci95.low),
                         csv_number(method.ci95.high)});
  }
  if (finite_of(costs).size() < 2) return std::nullopt;

  const Axis cost_axis = axis_for({costs}, LogScale::kAlways);
  const Axis mean_axis = axis_for(means, summary.metric.log ? LogScale::kNever : LogScale::kTypical);
  Script script(kPictureWidth, height_with_key(400, costs.size()));
  script.add(margins_beside_key() + "\n" + cost_axis.commands('x') + "\n" + mean_axis.commands('y'));
  script.add("set xlabel 'task steps a problem, its share of search and training included'\nset format x '%.0s%c'");
  script.add("set ylabel " + literal("mean " + metric_title(summary.metric)));
  std::vector<std::string> parts;
  std::vector<KeyEntry> key;
  for (std::size_t i = 0; i < costs.size(); ++i) {
    const MethodSummary& method = summary.methods[i];
    if (!std::isfinite(costs[i]) || !std::isfinite(method.mean)) continue;
    const Look look = look_of(i, method.name == summary.reference);
    if (mean_axis.shows(method.mean)) {
      key.push_back({method.label, look});
      script.data("m" + std::to_string(i),
                  {{costs[i], method.mean, mean_axis.clamped(method.ci95.low), mean_axis.clamped(method.ci95.high)}});
      parts.push_back("$m" + std::to_string(i) + " using 1:2:3:4 with yerrorbars lw 1.6 " + look.points());
    } else {
      const bool above = method.mean > mean_axis.high;
      key.push_back({shortened(method.label, 20) + (above ? " ↑" : " ↓") + format_number(method.mean, 3), look});
      script.add("set label '' at " + numeral(costs[i]) + ", graph " + (above ? "0.98" : "0.02") + " point " +
                 edge_mark(above, look));
    }
  }
  add_key(script, key, KeySample::kPoint);
  script.plot(parts);

  std::string caption = "Mean over n = " + format_count(static_cast<double>(summary.problems)) +
                        " problems with its 95 % bootstrap interval, against all task steps that a problem took: the "
                        "guided training and its share of tuning and controller training.";
  if (mean_axis.clips())
    caption += " The axis is cut: a triangle at its edge stands for a mean beyond it, which the key gives.";
  return Figure{"cost", "Result against cost", caption, data, std::move(script)};
}

}  // namespace autoloss
