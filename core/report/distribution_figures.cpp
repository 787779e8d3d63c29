#include <algorithm>

#include "core/report/figures.hpp"
#include "core/report/format.hpp"
#include "core/stats/descriptive.hpp"
#include "core/stats/diverged.hpp"
#include "core/stats/performance_profile.hpp"

namespace autoloss {
namespace {

constexpr int kThresholds = 200;
constexpr double kShownMethods = 0.75;     // whose line reaches its end within the axis
constexpr std::size_t kLeastProblems = 5;  // of fewer a share says nothing

// One of the two plots: the share of the problems with a value at least as good as a threshold.
struct Panel {
  std::string name;
  std::string title;  // of the axis
  Direction direction;
  Axis axis;
  std::vector<std::vector<double>> values;  // by method

  std::vector<double> thresholds() const {
    std::vector<double> places;
    for (int i = 0; i <= kThresholds; ++i) {
      const double share = static_cast<double>(i) / kThresholds;
      places.push_back(axis.low + share * (axis.high - axis.low));
    }
    return places;
  }
};

void add_panel(Script& script, const Summary& summary, const Panel& panel) {
  const std::vector<double> thresholds = panel.thresholds();
  std::vector<std::string> parts, marks;
  for (std::size_t place = 0; place < summary.methods.size(); ++place) {
    const Look look = look_of(place, summary.methods[place].name == summary.reference);
    const std::vector<double> shares = performance_profile(panel.values[place], thresholds, panel.direction);
    std::vector<std::vector<double>> rows;
    for (std::size_t i = 0; i < thresholds.size(); ++i) rows.push_back({thresholds[i], shares[i]});
    const std::string name = panel.name + std::to_string(place);
    script.data(name, rows);
    parts.push_back("$" + name + " using 1:2 with lines " + look.line());
    marks.push_back(points_along(name, "1:2", rows.size(), place, look));
  }
  parts.insert(parts.end(), marks.begin(), marks.end());
  script.add(panel.axis.commands('x') + "\nset xlabel " + literal(panel.title));
  script.plot(parts);
}

Csv data_of(const Summary& summary, const std::vector<Panel>& panels) {
  Csv data{{"of", "method", "threshold", "share"}, {}};
  for (const Panel& panel : panels) {
    const std::vector<double> thresholds = panel.thresholds();
    for (std::size_t place = 0; place < summary.methods.size(); ++place) {
      const std::vector<double> shares = performance_profile(panel.values[place], thresholds, panel.direction);
      for (std::size_t i = 0; i < thresholds.size(); ++i)
        data.rows.push_back(
            {panel.name, summary.methods[place].name, csv_number(thresholds[i]), csv_number(shares[i])});
    }
  }
  return data;
}

// An axis on which most methods' shares go from 0 to 1; a few that are far off would squash the rest.
Axis axis_of_most(const std::vector<std::vector<double>>& values) {
  std::vector<double> ends, starts;
  for (const std::vector<double>& of_method : values)
    if (const std::vector<double> finite = finite_of(of_method); !finite.empty()) {
      starts.push_back(quantile(finite, 0));
      ends.push_back(quantile(finite, 1));
    }
  if (ends.empty()) return {};
  const double low = quantile(starts, 1 - kShownMethods), high = quantile(ends, kShownMethods);
  Axis axis = axis_for({{low, high}}, LogScale::kNever);
  axis.clips_low = quantile(starts, 0) < axis.low;
  axis.clips_high = quantile(ends, 1) > axis.high;
  return axis;
}

std::vector<Panel> panels_of(const Summary& summary) {
  std::vector<std::vector<double>> values;
  for (const MethodSummary& method : summary.methods) values.push_back(method.values);
  std::vector<Panel> panels{
      {"result", metric_title(summary.metric), summary.metric.direction, axis_of_most(values), values}};
  if (values.size() < 2) return panels;

  const std::vector<std::vector<double>> distances = distances_to_best(values, summary.metric.direction);
  Axis axis = axis_of_most(distances);
  axis.low = 0;
  axis.clips_low = false;
  panels.push_back({"distance", "distance to the best method on the problem, in " + metric_title(summary.metric),
                    Direction::kMinimize, axis, distances});
  return panels;
}

}  // namespace

std::optional<Figure> profiles_figure(const Summary& summary) {
  std::size_t n = 0;
  bool any = false;
  for (const MethodSummary& method : summary.methods) {
    n = std::max(n, method.values.size());
    any = any || !finite_of(method.values).empty();
    if (method.values.size() != summary.methods.front().values.size()) return std::nullopt;
  }
  if (!any || n < kLeastProblems) return std::nullopt;
  const std::vector<Panel> panels = panels_of(summary);
  std::vector<KeyEntry> key;
  for (std::size_t i = 0; i < summary.methods.size(); ++i)
    key.push_back({summary.methods[i].label, look_of(i, summary.methods[i].name == summary.reference)});

  Script script(kPictureWidth, height_with_key(40 + 330 * static_cast<int>(panels.size()), key.size()));
  script.add("set multiplot layout " + std::to_string(panels.size()) + ",1\n" + margins_beside_key());
  script.add("set yrange [0:1.02]\nset ytics 0.2\nset ylabel 'share of the problems'");
  add_key(script, key, KeySample::kBoth);
  for (const Panel& panel : panels) {
    add_panel(script, summary, panel);
    script.add("unset label\nunset arrow");
  }
  script.add("unset multiplot");

  std::string caption = "Performance profiles over n = " + std::to_string(n) +
                        " problems: the share on which a method's result is at least as good as the value on the "
                        "axis. Where one line lies above another throughout, its method is stochastically better.";
  if (panels.size() > 1)
    caption +=
        " Below: the share on which a method is no farther than so from the best method on that problem; at 0, the "
        "share on which it is the best.";
  if (std::any_of(panels.begin(), panels.end(), [](const Panel& panel) { return panel.axis.clips(); }))
    caption += " Axes are cut: lines go on beyond.";
  if (std::any_of(summary.methods.begin(), summary.methods.end(),
                  [](const auto& method) { return method.diverged > 0; }))
    caption += " A run that diverged never counts: the line stays below 1.";
  return Figure{"profiles", "Performance profiles", caption, data_of(summary, panels), std::move(script)};
}

}  // namespace autoloss
