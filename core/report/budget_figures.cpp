#include <algorithm>
#include <autoloss/cpp/random.hpp>
#include <cmath>
#include <limits>
#include <map>

#include "core/report/figures.hpp"
#include "core/report/format.hpp"
#include "core/stats/bootstrap.hpp"
#include "core/stats/descriptive.hpp"
#include "core/stats/diverged.hpp"

namespace autoloss {
namespace {

constexpr int kPlaces = 160;                             // along the axis
constexpr std::size_t kMostBands = 5;                    // with more curves only the reference has its band
constexpr BootstrapOptions kOptions{.resamples = 2000};  // for each place: a band needs no more

// What a method would return of one problem, by batches scanned: the value of the last record up to a place.
class StepFunction {
 public:
  void add(double batches, double value) { values_[batches] = value; }
  double first() const { return values_.begin()->first; }
  double last() const { return values_.rbegin()->first; }
  // Not before first().
  double at(double batches) const { return std::prev(values_.upper_bound(batches))->second; }

 private:
  std::map<double, double> values_;
};

// A method that was prepared once stands in budget.csv a second time under this name, without what that took.
constexpr std::string_view kPreparedBefore = " (prepared before)";

struct BudgetCurve {
  std::size_t place;  // of the method in the summary
  bool prepared_before = false;
  std::vector<double> batches, mean;
  std::vector<Interval> ci95;
  std::size_t n = 0;
  double finished = 0;  // batches after which nothing changes
};

using Problems = std::map<std::string, StepFunction>;

// Places evenly spaced by their logarithm. No method has a mean before each of its problems has a result.
BudgetCurve curve_of(std::size_t place, const Problems& problems, double most, std::uint64_t seed) {
  BudgetCurve curve{place, false, {}, {}, {}, problems.size(), 0};
  double start = 1;
  for (const auto& [name, problem] : problems) {
    start = std::max(start, problem.first());
    curve.finished = std::max(curve.finished, problem.last());
  }
  for (int i = 0; i <= kPlaces; ++i) {
    const double batches = start * std::pow(most / start, static_cast<double>(i) / kPlaces);
    std::vector<double> values;
    for (const auto& [name, problem] : problems) values.push_back(problem.at(std::max(batches, problem.first())));
    curve.batches.push_back(batches);
    curve.mean.push_back(mean(values));
    // Equal draws at each place, so that the band is smooth.
    curve.ci95.push_back(bootstrap_interval_of_mean(values, seed, kOptions));
  }
  return curve;
}

std::vector<BudgetCurve> curves_of(const Summary& summary, const std::vector<BudgetRecord>& budget) {
  std::vector<double> values;
  double most = 1;
  for (const BudgetRecord& record : budget) {
    values.push_back(record.value);
    most = std::max(most, record.batches);
  }
  const double worst = worst_finite(values, summary.metric.direction);
  if (!std::isfinite(worst)) return {};

  std::map<std::string, Problems> by_method;
  for (const BudgetRecord& record : budget)
    by_method[record.method][record.problem].add(record.batches, std::isfinite(record.value) ? record.value : worst);
  const std::uint64_t seed = sdk::derive(summary.seed, "budget");
  std::vector<BudgetCurve> curves;
  for (std::size_t place = 0; place < summary.methods.size(); ++place)
    for (const bool prepared_before : {false, true}) {
      const std::string name = summary.methods[place].name + std::string(prepared_before ? kPreparedBefore : "");
      const auto found = by_method.find(name);
      if (found == by_method.end()) continue;
      curves.push_back(curve_of(place, found->second, most, seed));
      curves.back().prepared_before = prepared_before;
    }
  return curves;
}

std::vector<double> all_ends(const BudgetCurve& curve) {
  std::vector<double> ends = curve.mean;
  for (const Interval& interval : curve.ci95) ends.insert(ends.end(), {interval.low, interval.high});
  return ends;
}

// A method prepared before has its own colour, thinner and with another mark.
Look look_for(const Summary& summary, const BudgetCurve& curve) {
  Look look = look_of(curve.place, summary.methods[curve.place].name == summary.reference);
  if (!curve.prepared_before) return look;
  look.width = 1;
  look.dash = 4;
  look.point = 2;
  return look;
}

// The band of a method and its line, thin where the method has ended and only keeps its result.
void add_curve(Script& script, const Summary& summary, const BudgetCurve& curve, const Axis& axis, bool with_band,
               std::vector<std::string>& bands, std::vector<std::string>& lines) {
  const Look look = look_for(summary, curve);
  const double none = std::numeric_limits<double>::quiet_NaN();
  std::vector<std::vector<double>> rows;
  for (std::size_t i = 0; i < curve.batches.size(); ++i) {
    const bool shown = axis.shows(curve.mean[i]), runs = curve.batches[i] <= curve.finished;
    rows.push_back({curve.batches[i], shown ? curve.mean[i] : none, runs ? axis.clamped(curve.ci95[i].low) : none,
                    runs ? axis.clamped(curve.ci95[i].high) : none, shown && runs ? curve.mean[i] : none});
  }
  const std::string name = (curve.prepared_before ? "prepared" : "budget") + std::to_string(curve.place);
  script.data(name, rows);
  if (with_band)
    bands.push_back("$" + name + " using 1:3:4 with filledcurves lc rgb '" + look.colour +
                    "' fs transparent solid 0.13 noborder");
  if (curve.finished <= curve.batches.front())  // a single place has no band
    lines.push_back("$" + name + " every ::0::0 using 1:2:3:4 with yerrorbars lw 1.2 " + look.points());
  Look thin = look;
  thin.width = 0.8;
  thin.dash = 3;
  lines.push_back("$" + name + " using 1:2 with lines " + thin.line());
  lines.push_back("$" + name + " using 1:5 with lines " + look.line());
  lines.push_back(points_along(name, "1:5", rows.size(), 0, look));  // from the first place on: there it begins
}

// With an arrow and the last value where the axis shows nothing of the method.
KeyEntry key_entry(const Summary& summary, const BudgetCurve& curve, const Axis& axis) {
  const MethodSummary& method = summary.methods[curve.place];
  const Look look = look_for(summary, curve);
  if (curve.prepared_before) return {"same, prepared before", look};
  if (std::any_of(curve.mean.begin(), curve.mean.end(), [&](double value) { return axis.shows(value); }))
    return {method.label, look};
  const bool above = curve.mean.back() > axis.high;
  return {shortened(method.label, 20) + (above ? " ↑" : " ↓") + format_number(curve.mean.back(), 3), look};
}

Csv data_of(const Summary& summary, const std::vector<BudgetCurve>& curves) {
  Csv data{{"method", "prepared_before", "batches", "mean", "low", "high", "n"}, {}};
  for (const BudgetCurve& curve : curves)
    for (std::size_t i = 0; i < curve.batches.size(); ++i)
      data.rows.push_back({summary.methods[curve.place].name, curve.prepared_before ? "1" : "0",
                           csv_number(curve.batches[i]), csv_number(curve.mean[i]), csv_number(curve.ci95[i].low),
                           csv_number(curve.ci95[i].high), std::to_string(curve.n)});
  return data;
}

}  // namespace

std::optional<Figure> budget_figure(const Summary& summary, const std::vector<BudgetRecord>& budget) {
  const std::vector<BudgetCurve> curves = curves_of(summary, budget);
  if (curves.empty()) return std::nullopt;
  std::vector<std::vector<double>> groups;
  std::vector<double> batches;
  std::size_t n = 0;
  for (const BudgetCurve& curve : curves) {
    groups.push_back(all_ends(curve));
    batches.insert(batches.end(), {curve.batches.front(), curve.batches.back()});
    n = std::max(n, curve.n);
  }

  const Axis axis = axis_for(groups, summary.metric.log ? LogScale::kNever : LogScale::kTypical);
  std::vector<KeyEntry> key;
  for (const BudgetCurve& curve : curves) key.push_back(key_entry(summary, curve, axis));
  Script script(kPictureWidth, height_with_key(440, key.size()));
  script.add(margins_beside_key() + "\n" + log_axis(batches).commands('x') + "\n" + axis.commands('y'));
  script.add("set xlabel 'batches scanned on a problem, search and training included (logarithmic)'");
  script.add("set format x '%.0s%c'\nset ylabel " + literal("mean " + metric_title(summary.metric)));
  add_key(script, key, KeySample::kBoth);
  std::vector<std::string> bands, lines;
  const bool all_bands = curves.size() <= kMostBands;
  for (const BudgetCurve& curve : curves)
    add_curve(script, summary, curve, axis, all_bands || summary.methods[curve.place].name == summary.reference, bands,
              lines);
  bands.insert(bands.end(), lines.begin(), lines.end());
  script.plot(bands);

  std::string caption =
      "Result of what each method would return after so many batches of data: mean over n = " + std::to_string(n) +
      " problems, each a step function; band: its 95 % bootstrap interval at each place" +
      (all_bands ? "" : " (of the reference; the others are in the data)") +
      ". A line begins where each of its problems has a result (there a bar, for a method that also ends there), and "
      "goes on thin and dotted where the method "
      "has ended on all of them.";
  if (std::any_of(curves.begin(), curves.end(), [](const BudgetCurve& curve) { return curve.prepared_before; }))
    caption += " Prepared before: without what was trained or tuned once for all problems.";
  if (axis.log) caption += " The axis of results is logarithmic.";
  if (axis.clips())
    caption += " It is cut: lines go on beyond; the key gives the last value of a method that is not shown.";
  return Figure{"budget", "Best result against batches scanned", caption, data_of(summary, curves), std::move(script)};
}

}  // namespace autoloss
