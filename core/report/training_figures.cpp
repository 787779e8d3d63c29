#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "core/report/figures.hpp"
#include "core/report/format.hpp"
#include "core/report/script.hpp"
#include "core/stats/descriptive.hpp"
#include "core/stats/diverged.hpp"

namespace autoloss {
namespace {

constexpr std::size_t kNamedLines = 10;  // with more trainings the key names none
constexpr std::size_t kMostDots = 1500;  // with more trials only their spread is shown

using Points = std::vector<std::vector<double>>;

// Methods in the order of the summary; those that it does not know after them.
template <typename Record>
std::vector<std::string> methods_in(const Summary& summary, const std::vector<Record>& records) {
  std::set<std::string> present;
  for (const Record& record : records) present.insert(record.method);
  std::vector<std::string> ordered;
  for (const MethodSummary& method : summary.methods)
    if (present.erase(method.name) > 0) ordered.push_back(method.name);
  ordered.insert(ordered.end(), present.begin(), present.end());
  return ordered;
}

template <typename Record>
std::vector<Record> of_method(const std::vector<Record>& records, const std::string& method) {
  std::vector<Record> own;
  std::copy_if(records.begin(), records.end(), std::back_inserter(own),
               [&](const Record& record) { return record.method == method; });
  return own;
}

// Points of update and value, a list for each training. Another start begins another training, and so does an update
// that is not later than the one before (a controller for each problem).
template <typename Record>
std::vector<Points> trainings_in(const std::vector<Record>& records, double Record::*value) {
  std::vector<Points> trainings;
  std::uint64_t start = 0, update = 0;
  for (const Record& record : records) {
    if (trainings.empty() || record.start != start || record.update <= update) trainings.emplace_back();
    trainings.back().push_back({static_cast<double>(record.update), record.*value});
    start = record.start;
    update = record.update;
  }
  return trainings;
}

std::vector<double> coordinates(const std::vector<Points>& lists, std::size_t index) {
  std::vector<double> values;
  for (const Points& points : lists)
    for (const std::vector<double>& point : points) values.push_back(point[index]);
  return values;
}

// One line a training, named in the key only where it stands for the whole figure.
std::vector<std::string> lines_of(Script& script, const std::vector<Points>& trainings, const std::string& prefix,
                                  const std::string& style, bool named) {
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < trainings.size(); ++i) {
    Look look = look_of(i, false);
    look.dash = 1;
    script.data(prefix + std::to_string(i), trainings[i]);
    const bool in_key = named && trainings.size() > 1 && trainings.size() <= kNamedLines;
    parts.push_back("$" + prefix + std::to_string(i) + " using 1:2 with " + style + " " + look.line() + " " +
                    (style == "lines" ? "" : look.mark() + " ") +
                    (in_key ? "title 'training " + std::to_string(i + 1) + "'" : "notitle"));
  }
  return parts;
}

Csv learning_data(const std::vector<UpdateRecord>& updates, const std::vector<SelectionRecord>& selections) {
  Csv data{{"start", "update", "return_mean", "return_sd", "steps_mean", "selection_score", "best"}, {}};
  for (const UpdateRecord& r : updates)
    data.rows.push_back({std::to_string(r.start), std::to_string(r.update), csv_number(r.return_mean),
                         csv_number(r.return_sd), csv_number(r.steps_mean), "", ""});
  for (const SelectionRecord& r : selections)
    data.rows.push_back(
        {std::to_string(r.start), std::to_string(r.update), "", "", "", csv_number(r.score), r.best ? "1" : "0"});
  return data;
}

std::optional<Figure> learning_figure(const std::string& method, const std::string& label,
                                      const std::vector<UpdateRecord>& updates,
                                      const std::vector<SelectionRecord>& selections) {
  const std::vector<Points> returns = trainings_in(updates, &UpdateRecord::return_mean);
  const std::vector<Points> scores = trainings_in(selections, &SelectionRecord::score);
  if (finite_of(coordinates(returns, 1)).empty()) return std::nullopt;
  Points best;
  double last = 1;
  for (const SelectionRecord& record : selections)
    if (record.best) best.push_back({static_cast<double>(record.update), record.score});
  for (const UpdateRecord& record : updates) last = std::max(last, static_cast<double>(record.update));

  Script script(kPictureWidth, scores.empty() ? 330 : 560);
  script.add("set multiplot layout " + std::string(scores.empty() ? "1" : "2") + ",1\n" + margins_beside_small_key());
  script.add("set xlabel 'update'\nset xrange [0:" + numeral(last) + "]");
  script.add(axis_for({coordinates(returns, 1)}, LogScale::kNever).commands('y') + "\nset ylabel 'mean return'");
  script.plot(lines_of(script, returns, "returns", "lines", true));
  if (!scores.empty()) {
    script.add(axis_for({coordinates(scores, 1)}, LogScale::kNever).commands('y') + "\nset ylabel 'selection score'");
    script.add("set key at screen 0.99, screen 0.48");
    std::vector<std::string> parts = lines_of(script, scores, "scores", "linespoints", false);
    script.data("best", best);
    parts.emplace_back("$best using 1:2 with points pt 6 ps 1.8 lw 1.5 lc rgb '#000000' title 'best so far'");
    script.plot(parts);
  }
  script.add("unset multiplot");

  std::string caption =
      "One line a training (" + std::to_string(returns.size()) + "). Mean return of the episodes of an update";
  caption += scores.empty() ? "."
                            : "; below, the score on the selection problems (greater is better). A ring marks the best "
                              "so far; the last ring is the controller that is used.";
  return Figure{"learning-" + file_name_of(method), "Training of " + label, caption, learning_data(updates, selections),
                std::move(script)};
}

// The one parameter that all trials vary, if it is a number; "" otherwise.
std::string only_parameter(const std::vector<TrialRecord>& trials) {
  std::map<std::string, std::set<std::string>> values;
  for (const TrialRecord& trial : trials)
    for (const auto& [key, value] : trial.parameters) values[key].insert(value);
  std::string only;
  for (const auto& [key, distinct] : values) {
    if (distinct.size() < 2) continue;
    const bool numeric = std::none_of(distinct.begin(), distinct.end(),
                                      [](const std::string& value) { return std::isnan(number_in(value)); });
    if (!only.empty() || !numeric) return "";
    only = key;
  }
  return only;
}

std::string parameter_of(const TrialRecord& trial, const std::string& key) {
  for (const auto& [name, value] : trial.parameters)
    if (name == key) return value;
  return "";
}

// Whether the middle one of positive values lies in the middle of their logarithms rather than of the values.
bool spread_by_factors(const std::vector<double>& values) {
  if (values.empty()) return false;
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  if (*least <= 0 || *most / *least < 20) return false;
  const double middle = median(values);
  return middle < std::sqrt(std::sqrt(*least * *most) * (*least + *most) / 2);
}

Csv tuning_data(const std::vector<TrialRecord>& trials) {
  std::set<std::string> keys;
  for (const TrialRecord& trial : trials)
    for (const auto& [key, value] : trial.parameters) keys.insert(key);
  Csv data{{"round", "trial"}, {}};
  data.columns.insert(data.columns.end(), keys.begin(), keys.end());
  data.columns.emplace_back("score");
  for (const TrialRecord& trial : trials) {
    std::vector<std::string> row{std::to_string(trial.round), std::to_string(trial.trial)};
    for (const std::string& key : keys) row.push_back(parameter_of(trial, key));
    row.push_back(csv_number(trial.score));
    data.rows.push_back(std::move(row));
  }
  return data;
}

// The trials of one round: those with a score, as points of place and score.
struct Round {
  Points dots;
  std::map<double, std::vector<double>> scores;  // by place

  bool repeats() const { return dots.size() > scores.size(); }
  std::vector<double> best() const {
    return *std::max_element(dots.begin(), dots.end(), [](const auto& a, const auto& b) { return a[1] < b[1]; });
  }
};

std::vector<std::string> parts_of(Script& script, const Round& round, std::uint64_t number, bool named) {
  const std::string suffix = std::to_string(number);
  const std::string title = named ? " title 'round " + std::to_string(number + 1) + "'" : " notitle";
  const Look look = look_of(number, false);
  std::vector<std::string> parts;
  if (round.dots.size() <= kMostDots) {
    script.data("trials" + suffix, round.dots);
    parts.push_back("$trials" + suffix + " using 1:2 with points " + look.points() + title);
  }
  if (round.repeats()) {
    Points spread;
    for (const auto& [place, scores] : round.scores)
      spread.push_back({place, median(scores), quantile(scores, 0.25), quantile(scores, 0.75)});
    script.data("spread" + suffix, spread);
    parts.push_back("$spread" + suffix + " using 1:2:3:4 with yerrorbars pt 6 ps 0.6 lc rgb '#000000'" +
                    (parts.empty() ? title : " notitle"));
  }
  script.data("best" + suffix, {round.best()});
  parts.push_back("$best" + suffix + " using 1:2 with points pt 6 ps 1.8 lw 1.5 lc rgb '#000000' notitle");
  return parts;
}

std::optional<Figure> tuning_figure(const std::string& method, const std::string& label,
                                    const std::vector<TrialRecord>& trials) {
  const std::string parameter = only_parameter(trials);
  std::map<std::uint64_t, Round> rounds;
  std::vector<double> places, scores;
  for (const TrialRecord& trial : trials) {
    const double place =
        parameter.empty() ? static_cast<double>(trial.trial) : number_in(parameter_of(trial, parameter));
    if (!std::isfinite(trial.score) || !std::isfinite(place)) continue;
    rounds[trial.round].dots.push_back({place, trial.score});
    rounds[trial.round].scores[place].push_back(trial.score);
    places.push_back(place);
    scores.push_back(trial.score);
  }
  if (scores.empty()) return std::nullopt;

  Script script(kPictureWidth, 360);
  script.add(margins_beside_small_key() + (rounds.size() > 1 ? "" : "\nset rmargin 3"));
  const Axis across = axis_for({places}, spread_by_factors(places) ? LogScale::kAlways : LogScale::kNever);
  script.add(across.commands('x') + "\nset xlabel " + literal(parameter.empty() ? "trial" : parameter));
  script.add(axis_for({scores}, LogScale::kNever).commands('y') + "\nset ylabel 'score'");
  std::vector<std::string> parts;
  bool repeated = false;
  for (const auto& [number, round] : rounds) {
    const std::vector<std::string> own = parts_of(script, round, number, rounds.size() > 1);
    parts.insert(parts.end(), own.begin(), own.end());
    repeated = repeated || round.repeats();
  }
  script.plot(parts);

  std::string caption = "One point a trial (n = " + std::to_string(trials.size()) +
                        "): mean score on the problems of the search, greater is better. A ring marks the best.";
  if (repeated) caption += " Bars: median and quartiles of the trials at one place.";
  if (rounds.size() > 1) caption += " Each round has problems of its own: compare within a round.";
  if (const std::size_t lost = trials.size() - scores.size(); lost > 0)
    caption += " " + std::to_string(lost) + " trials diverged and are not shown.";
  return Figure{"tuning-" + file_name_of(method), "Search for " + label, caption, tuning_data(trials),
                std::move(script)};
}

}  // namespace

std::vector<Figure> learning_figures(const Summary& summary, const Records& records) {
  std::vector<Figure> figures;
  for (const std::string& method : methods_in(summary, records.updates))
    if (auto figure = learning_figure(method, std::string(summary.label(method)), of_method(records.updates, method),
                                      of_method(records.selections, method)))
      figures.push_back(std::move(*figure));
  return figures;
}

std::vector<Figure> tuning_figures(const Summary& summary, const Records& records) {
  std::vector<Figure> figures;
  for (const std::string& method : methods_in(summary, records.trials))
    if (auto figure = tuning_figure(method, std::string(summary.label(method)), of_method(records.trials, method)))
      figures.push_back(std::move(*figure));
  return figures;
}

}  // namespace autoloss
