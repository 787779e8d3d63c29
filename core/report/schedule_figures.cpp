#include <algorithm>
#include <cmath>
#include <limits>

#include "core/report/figures.hpp"
#include "core/report/format.hpp"
#include "core/report/script.hpp"
#include "core/stats/diverged.hpp"

namespace autoloss {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr double kSolidShare = 0.5;        // of the problems still running: the line is solid
constexpr double kShownShare = 0.1;        // and it ends below this
constexpr std::size_t kShortName = 16;     // of a loss or an action, beside a plot
constexpr std::size_t kMostCurves = 4;     // guided trainings shown
constexpr std::size_t kMostPoints = 2000;  // of a line: a picture has fewer pixels

std::vector<std::string> actions_in(const std::vector<ProfileRecord>& profiles) {
  std::vector<std::string> actions;
  for (const ProfileRecord& profile : profiles)
    if (std::find(actions.begin(), actions.end(), profile.action) == actions.end()) actions.push_back(profile.action);
  return actions;
}

double most_alive(const ProfileRecord& profile) {
  return profile.alive.empty() ? 0 : *std::max_element(profile.alive.begin(), profile.alive.end());
}

// Rows of step, share while most run, share while few run: the second line takes up where the first one ends.
std::vector<std::vector<double>> profile_rows(const ProfileRecord& profile) {
  const double most = most_alive(profile);
  std::vector<std::vector<double>> rows;
  bool solid_before = false;
  for (std::size_t bin = 0; bin < profile.share.size() && profile.alive[bin] > kShownShare * most; ++bin) {
    const bool solid = profile.alive[bin] >= kSolidShare * most;
    const double step = (static_cast<double>(bin) + 0.5) * profile.bin_width;
    if (solid_before && !solid) rows.back()[2] = rows.back()[1];
    rows.push_back({step, solid ? profile.share[bin] : kNone, solid ? kNone : profile.share[bin]});
    solid_before = solid;
  }
  return rows;
}

// The lines of one action, a method each.
std::vector<std::string> profile_parts(Script& script, const Summary& summary,
                                       const std::vector<ProfileRecord>& profiles, const std::string& action) {
  std::vector<std::string> parts;
  for (std::size_t place = 0; place < summary.methods.size(); ++place)
    for (std::size_t i = 0; i < profiles.size(); ++i) {
      if (profiles[i].method != summary.methods[place].name || profiles[i].action != action) continue;
      const std::string block = "profile" + std::to_string(i);
      const std::vector<std::vector<double>> rows = profile_rows(profiles[i]);
      script.data(block, rows);
      Look look = look_of(place, profiles[i].method == summary.reference);
      parts.push_back("$" + block + " using 1:2 with lines " + look.line());
      parts.push_back(points_along(block, "1:2", rows.size(), place, look));
      look.dash = 3;
      look.width = 1;
      parts.push_back("$" + block + " using 1:3 with lines " + look.line());
    }
  return parts;
}

Csv profile_data(const std::vector<ProfileRecord>& profiles) {
  Csv data{{"method", "action", "step_from", "step_to", "share", "alive"}, {}};
  for (const ProfileRecord& profile : profiles)
    for (std::size_t bin = 0; bin < profile.share.size(); ++bin) {
      const double from = static_cast<double>(bin) * profile.bin_width;
      data.rows.push_back({profile.method, profile.action, csv_number(from), csv_number(from + profile.bin_width),
                           csv_number(profile.share[bin]), csv_number(profile.alive[bin])});
    }
  return data;
}

using NamedSeries = std::vector<std::pair<std::string, std::vector<double>>>;

std::vector<std::vector<double>> rows_of(const std::vector<double>& steps, const NamedSeries& series,
                                         std::size_t stride) {
  std::vector<std::vector<double>> rows;
  for (std::size_t i = 0; i < steps.size(); i += stride) {
    rows.push_back({steps[i]});
    for (const auto& [name, values] : series) rows.back().push_back(values[i]);
  }
  return rows;
}

// A line for each series, and their key.
void plot_series(Script& script, const std::string& block, const std::vector<double>& steps, const NamedSeries& series,
                 double key_from) {
  script.data(block, rows_of(steps, series, steps.size() / kMostPoints + 1));
  std::vector<std::string> parts;
  std::vector<KeyEntry> key;
  for (std::size_t i = 0; i < series.size(); ++i) {
    const Look look = look_of(i, false);
    key.push_back({series[i].first, look});
    parts.push_back("$" + block + " using 1:" + std::to_string(i + 2) + " with lines " + look.line());
  }
  add_key(script, key, KeySample::kLine, key_from);
  script.plot(parts);
}

Csv curve_data(const CurveRecord& curve) {
  NamedSeries all = curve.series;
  for (const auto& [action, values] : curve.probability) all.emplace_back("probability " + action, values);
  Csv data{{"step"}, {}};
  for (const auto& [name, values] : all) data.columns.push_back(name);
  for (const std::vector<double>& numbers : rows_of(curve.step, all, 1)) {
    data.rows.emplace_back();
    for (const double number : numbers) data.rows.back().push_back(csv_number(number));
  }
  return data;
}

Figure curve_figure(const Summary& summary, const CurveRecord& curve) {
  std::vector<double> values;
  for (const auto& [name, series] : curve.series) values.insert(values.end(), series.begin(), series.end());
  const double last = curve.step.empty() ? 1 : std::max(1.0, curve.step.back());
  const bool two = !curve.probability.empty();

  Script script(kPictureWidth, two ? 560 : 360);
  script.add("set datafile missing 'NaN'\nset multiplot layout " + std::string(two ? "2" : "1") + ",1\n" +
             margins_beside_key());
  script.add("set xlabel 'step'\nset xrange [0:" + numeral(last) + "]");
  script.add(axis_for({values}, LogScale::kAlways).commands('y') + "\nset ylabel 'loss or metric'");
  plot_series(script, "series", curve.step, curve.series, 1);
  if (two) {
    script.add("unset label\nunset arrow\n" + Axis{}.commands('y') + "\nset ylabel 'probability'");
    plot_series(script, "probability", curve.step, curve.probability, 0.5);
  }
  script.add("unset multiplot");

  const std::string problem = std::to_string(curve.problem);
  std::string caption = "One guided training (n = 1): losses and metrics by step";
  caption += two ? "; below, how probable the controller made the action." : ".";
  return {"curve-" + file_name_of(curve.method) + "-" + problem,
          std::string(summary.label(curve.method)) + " on problem " + problem, caption, curve_data(curve),
          std::move(script)};
}

}  // namespace

std::optional<Figure> profile_figure(const Summary& summary, const Records& records) {
  double alive = 0, last = 0;
  bool any = false;
  for (const ProfileRecord& profile : records.profiles) {
    alive = std::max(alive, most_alive(profile));
    last = std::max(last, profile.bin_width * static_cast<double>(profile_rows(profile).size()));
    any = any || !finite_of(profile.share).empty();
  }
  if (!any || !(last > 0)) return std::nullopt;
  const std::vector<std::string> actions = actions_in(records.profiles);
  std::vector<KeyEntry> key;
  for (std::size_t i = 0; i < summary.methods.size(); ++i)
    if (std::any_of(records.profiles.begin(), records.profiles.end(),
                    [&](const ProfileRecord& profile) { return profile.method == summary.methods[i].name; }))
      key.push_back({summary.methods[i].label, look_of(i, summary.methods[i].name == summary.reference)});

  Script script(kPictureWidth, height_with_key(60 + 330 * static_cast<int>(actions.size()), key.size()));
  script.add("set multiplot layout " + std::to_string(actions.size()) + ",1\n" + margins_beside_key());
  script.add("set datafile missing 'NaN'\nset xlabel 'step'\nset yrange [0:1]\nset xrange [0:" + numeral(last) + "]");
  add_key(script, key, KeySample::kBoth);
  for (const std::string& action : actions) {
    script.add("set ylabel " + literal("share of " + shortened(action, kShortName)));
    script.plot(profile_parts(script, summary, records.profiles, action));
    script.add("unset label\nunset arrow");
  }
  script.add("unset multiplot");

  return Figure{"actions", "Actions along the training",
                "Mean share of the steps over n = " + format_count(alive) +
                    " problems. A line is solid or dashed while at least half of the problems still run, thin and "
                    "dotted while fewer do, and ends when it is one in ten.",
                profile_data(records.profiles), std::move(script)};
}

std::vector<Figure> curve_figures(const Summary& summary, const Records& records) {
  if (records.curves.empty()) return {};
  const bool of_reference = std::any_of(records.curves.begin(), records.curves.end(),
                                        [&](const CurveRecord& curve) { return curve.method == summary.reference; });
  const std::string& shown = of_reference ? summary.reference : records.curves.front().method;
  std::vector<Figure> figures;
  for (const CurveRecord& curve : records.curves) {
    const bool any = std::any_of(curve.series.begin(), curve.series.end(),
                                 [](const auto& series) { return !finite_of(series.second).empty(); });
    if (any && curve.method == shown && figures.size() < kMostCurves) figures.push_back(curve_figure(summary, curve));
  }
  return figures;
}

}  // namespace autoloss
