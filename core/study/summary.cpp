#include "core/study/summary.hpp"

#include <algorithm>
#include <autoloss/cpp/random.hpp>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>

#include "core/stats/bootstrap.hpp"
#include "core/stats/by_controller.hpp"
#include "core/stats/descriptive.hpp"
#include "core/stats/diverged.hpp"
#include "core/stats/paired.hpp"

namespace autoloss {
namespace {

using Json = nlohmann::ordered_json;

Json number(double value) {
  return std::isfinite(value) ? Json(value) : Json(nullptr);
}
Json interval(const Interval& ends) {
  return Json::array({number(ends.low), number(ends.high)});
}

Json numbers(const std::vector<double>& values) {
  Json list = Json::array();
  for (const double value : values) list.push_back(number(value));
  return list;
}

Json json_of(const Value& value) {
  return std::visit([](const auto& item) { return Json(item); }, value);
}

using Values = std::vector<double>;

// What one controller did on one problem. A sweep meets a problem at several values: there are then as many results,
// and the problem counts once.
using Row = std::vector<const GuidedResult*>;

// The results of one method on some problems, by controller and problem.
struct Column {
  const ReadyMethod* method = nullptr;
  std::vector<std::vector<Row>> controllers;

  // The mean over each row, not finite when one of it diverged.
  ByController values() const {
    ByController table;
    for (const std::vector<Row>& rows : controllers) {
      table.emplace_back();
      for (const Row& row : rows) {
        double sum = 0;
        for (const GuidedResult* result : row) sum += result->value;
        table.back().push_back(sum / static_cast<double>(row.size()));
      }
    }
    return table;
  }
  template <class Field>
  double mean_of(Field field) const {
    double sum = 0;
    for_each([&](const GuidedResult& result) { sum += static_cast<double>(result.*field); });
    return size() == 0 ? 0 : sum / static_cast<double>(size());
  }
  // Of them, those that a crash of a plugin left without a result.
  std::size_t failed() const {
    std::size_t count = 0;
    for_each([&](const GuidedResult& result) { count += result.failure.empty() ? 0 : 1; });
    return count;
  }
  std::size_t problems() const { return controllers.front().size(); }
  // Guided trainings behind the rows.
  std::size_t size() const {
    std::size_t count = 0;
    for_each([&](const GuidedResult&) { ++count; });
    return count;
  }

 private:
  template <class Use>
  void for_each(Use use) const {
    for (const std::vector<Row>& rows : controllers)
      for (const Row& row : rows)
        for (const GuidedResult* result : row) use(*result);
  }
};
using Table = std::vector<Column>;

class Summary {
 public:
  explicit Summary(const StudyRecord& record)
      : record_(record),
        compare_(record.experiment->compare),
        direction_(record.measure.maximize ? Direction::kMaximize : Direction::kMinimize),
        seed_(sdk::derive(record.experiment->seed, "statistics")) {}

  Json json() const {
    const Experiment& experiment = *record_.experiment;
    const TaskShape::Metric& metric = record_.shape.metrics[record_.measure.metric];
    const Table all = table([](std::size_t, std::size_t) { return true; });
    Json json{{"experiment", experiment.name},
              {"description", experiment.description},
              {"seed", experiment.seed},
              {"metric",
               {{"name", metric.name},
                {"unit", metric.unit},
                {"direction", name_of(direction_)},
                {"transform", compare_.transform}}},
              {"margin", compare_.margin},
              {"reference", compare_.reference},
              {"problems", all.empty() ? 0 : all.front().problems()},
              {"methods", methods(all, true)},
              {"comparisons", comparisons(all)},
              {"strata", strata()},
              {"sweep", sweep()}};
    return json;
  }

 private:
  // The results of the problems for which use(point, problem) holds.
  template <class Use>
  Table table(Use use) const {
    Table table;
    for (std::size_t method = 0; method < record_.methods->size(); ++method) {
      Column column{&(*record_.methods)[method], {}};
      const StudyPoint& first = record_.points.front();
      const std::size_t controllers = first.problems.empty() ? 1 : controllers_of(first.results[method].front());
      for (std::size_t controller = 0; controller < controllers; ++controller) {
        column.controllers.emplace_back();
        for (std::size_t problem = 0; problem < first.problems.size(); ++problem) {
          Row row;
          for (std::size_t point = 0; point < record_.points.size(); ++point)
            if (use(point, problem))
              row.push_back(&of_controller(record_.points[point].results[method][problem], controller));
          if (!row.empty()) column.controllers.back().push_back(std::move(row));
        }
      }
      table.push_back(std::move(column));
    }
    return table;
  }

  // Means of tables with diverged runs at the worst value that anyone reached.
  double worst(const Table& table) const {
    Values all;
    for (const Column& column : table) {
      const Values values = pooled(column.values());
      all.insert(all.end(), values.begin(), values.end());
    }
    return worst_finite(all, direction_);
  }

  Json methods(const Table& table, bool in_full) const {
    const double worst_value = worst(table);
    Json list = Json::array();
    for (const Column& column : table) {
      const Method& method = *column.method->setup.method;
      const ByController values = column.values();
      Json row{{"name", method.name},
               {"label", method.label},
               {"metric", record_.shape.metrics[record_.measure.metric].name},
               {"direction", name_of(direction_)}};
      if (in_full) row["values"] = numbers(mean_by_problem(values));
      if (in_full && values.size() > 1) {
        row["values_by_controller"] = Json::array();
        for (const Values& of_controller : values) row["values_by_controller"].push_back(numbers(of_controller));
      }
      add_estimates(values, worst_value, in_full, row);
      row["n"] = column.problems();
      row["controllers"] = values.size();
      if (method.replay) row["replays"] = method.replay->of;
      row["diverged"] = count_diverged(pooled(values));
      row["failed"] = column.failed();
      row["steps"] = column.mean_of(&GuidedResult::steps);
      row["search_steps"] = column.mean_of(&GuidedResult::search_steps);
      row["batches"] = column.mean_of(&GuidedResult::batches);
      row["search_batches"] = column.mean_of(&GuidedResult::search_batches);
      row["training_steps"] = cost_of(column).steps;
      row["training_batches"] = cost_of(column).batches;
      row["search_steps_total"] = column.mean_of(&GuidedResult::search_steps) * static_cast<double>(column.size()) +
                                  static_cast<double>(cost_of(column).steps);
      if (in_full && column.method->tuned) {
        Json tuned = Json::object();
        for (const auto& [key, value] : column.method->tuned->named) tuned[key] = json_of(value);
        row["tuned"] = tuned;
      }
      list.push_back(std::move(row));
    }
    return list;
  }

  const PreparationCost& cost_of(const Column& column) const {
    return record_.preparation[static_cast<std::size_t>(column.method - record_.methods->data())];
  }

  // Where nobody has a result there is nothing to average.
  void add_estimates(const ByController& values, double worst_value, bool in_full, Json& row) const {
    const bool usable = std::isfinite(worst_value);
    const Interval none{NAN, NAN};
    ByController filled;
    for (const Values& of_controller : values) filled.push_back(with_diverged_as(of_controller, worst_value));
    const Values by_problem = mean_by_problem(filled);
    row["mean"] = number(usable ? mean(by_problem) : NAN);
    row["sd"] = number(usable ? standard_deviation(by_problem) : NAN);
    row["ci95"] = interval(usable ? nested_interval_of_mean(filled, seed_, options()) : none);
    row["iqm"] = number(usable ? interquartile_mean(pooled(filled)) : NAN);
    if (in_full) row["iqm_ci95"] = interval(usable ? nested_interval_of_iqm(filled, seed_, options()) : none);
  }

  BootstrapOptions options() const {
    BootstrapOptions options;
    options.resamples = static_cast<std::size_t>(compare_.resamples);
    return options;
  }

  // Whether one of the two does what the other did, controller by controller.
  static bool repeat_each_other(const Column& first, const Column& second) {
    const Method& one = *first.method->setup.method;
    const Method& other = *second.method->setup.method;
    const bool replays = (one.replay && one.replay->of == other.name) || (other.replay && other.replay->of == one.name);
    return replays && first.controllers.size() == second.controllers.size();
  }

  Json comparisons(const Table& table) const {
    const auto reference = std::find_if(table.begin(), table.end(), [&](const Column& column) {
      return column.method->setup.method->name == compare_.reference;
    });
    Json list = Json::array();
    if (reference == table.end()) return list;

    PairedOptions paired;
    paired.direction = direction_;
    paired.margin = compare_.margin;
    paired.seed = seed_;
    paired.bootstrap = options();
    paired.diverged_as = worst(table);
    std::vector<PairedComparison> family;
    std::vector<std::string> against;
    for (const Column& column : table) {
      if (&column == &*reference) continue;
      paired.same_controllers = repeat_each_other(*reference, column);
      family.push_back(compare_paired(reference->values(), column.values(), paired));
      against.push_back(column.method->setup.method->name);
    }
    correct_family(family);
    for (std::size_t index = 0; index < family.size(); ++index) {
      const PairedComparison& comparison = family[index];
      Json row{{"method", compare_.reference},
               {"against", against[index]},
               {"mean_difference", number(comparison.mean_difference)},
               {"sd", number(comparison.sd)},
               {"ci95", interval(comparison.ci95)},
               {"wins", comparison.wins},
               {"losses", comparison.losses},
               {"n", comparison.n},
               {"controllers", comparison.controllers},
               {"improvement",
                {{"probability", number(comparison.improvement.probability)},
                 {"ci95", interval(comparison.improvement.ci95)}}},
               {"p", number(comparison.p)},
               {"p_holm", number(comparison.p_holm)},
               {"verdict", std::string(name_of(comparison.verdict))}};
      if (comparison.settled_by) row["settled_by"] = *comparison.settled_by;
      list.push_back(std::move(row));
    }
    return list;
  }

  Json strata() const {
    Json list = Json::array();
    for (const auto& [key, range] : record_.experiment->guide_task.ranges)
      if (is_drawn(key)) list.push_back(Json{{"key", "task." + key}, {"bins", bins(key, range)}});
    return list;
  }

  // Whether every problem draws it: a point may hold a parameter fixed.
  bool is_drawn(const std::string& key) const {
    return std::all_of(record_.points.begin(), record_.points.end(),
                       [&](const StudyPoint& point) { return point.problems.front().drawn.contains(key); });
  }

  // A bin for each choice; a continuous range in thirds, on its own scale.
  Json bins(const std::string& key, const Range& range) const {
    Json list = Json::array();
    const auto add = [&](const std::string& label, const auto& holds) {
      const Table part = table([&](std::size_t point, std::size_t problem) {
        return holds(record_.points[point].problems[problem].drawn.at(key));
      });
      if (part.empty() || part.front().problems() == 0) return;
      Json methods_by_name = Json::object();
      for (Json& row : methods(part, false)) methods_by_name[row["name"].get<std::string>()] = row;
      list.push_back(Json{{"label", label},
                          {"n", part.front().problems()},
                          {"methods", methods_by_name},
                          {"comparisons", comparisons(part)}});
    };
    if (range.kind == Range::Kind::kChoice) {
      for (const Value& choice : range.choices)
        add(to_text(choice), [&](const Value& value) { return value == choice; });
      return list;
    }
    constexpr int kBins = 3;
    for (int bin = 0; bin < kBins; ++bin) {
      const double low = to_number(range.at(static_cast<double>(bin) / kBins, false));
      const double high = bin + 1 == kBins ? range.most : to_number(range.at((bin + 1.0) / kBins, false));
      std::string label = "[";
      label += short_text(low) + ", " + short_text(high) + (bin + 1 == kBins ? "]" : ")");
      add(label, [&](const Value& value) {
        const double number_drawn = to_number(value);
        return number_drawn >= low && (bin + 1 == kBins ? number_drawn <= high : number_drawn < high);
      });
    }
    return list;
  }

  static std::string short_text(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.3g", value);
    return text;
  }

  Json sweep() const {
    if (!record_.experiment->sweep) return nullptr;
    Json json{{"key", record_.experiment->sweep->key}, {"values", Json::array()}, {"points", Json::array()}};
    for (std::size_t index = 0; index < record_.points.size(); ++index) {
      const Table part = table([&](std::size_t point, std::size_t) { return point == index; });
      json["values"].push_back(json_of(*record_.points[index].value));
      json["points"].push_back(Json{{"value", json_of(*record_.points[index].value)},
                                    {"methods", methods(part, false)},
                                    {"comparisons", comparisons(part)}});
    }
    return json;
  }

  const StudyRecord& record_;
  const CompareConfig& compare_;
  Direction direction_;
  uint64_t seed_;
};

}  // namespace

std::string summary_json(const StudyRecord& record) {
  return Summary(record).json().dump(1) + "\n";
}

}  // namespace autoloss
