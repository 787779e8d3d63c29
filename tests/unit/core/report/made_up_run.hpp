// A run directory as a study leaves it, with made-up numbers of the size that a real one has: regression problems, a
// learned method, searches, plans, one method that is twenty times worse and one with runs that diverged.
#pragma once

#include <autoloss/cpp/random.hpp>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "core/stats/bootstrap.hpp"
#include "core/stats/descriptive.hpp"
#include "core/stats/diverged.hpp"
#include "core/stats/paired.hpp"

namespace autoloss::test {

using Json = nlohmann::ordered_json;

struct MadeUpMethod {
  std::string name, label;
  double level;     // mean of its values on a problem of difficulty 1
  double scatter;   // of its values about the problem's difficulty
  double diverges;  // probability
  double steps;     // of a guided training
  double searched;  // steps on each problem
  double prepared;  // steps once
};

inline std::vector<MadeUpMethod> made_up_methods() {
  return {{"no_l1", "W/O L1", 8.29, 2.1, 0, 4000, 0, 0},
          {"s1", "S1: validation over training", .50, .07, .06, 6000, 90000, 0},
          {"s2", "S2: L1 over task loss", .52, .07, 0, 6000, 90000, 0},
          {"s3", "S3: gradient norms", .51, .06, 0, 6000, 90000, 0},
          {"grid", "DGS, 50 λ on each problem", .473, .065, 0, 5000, 200000, 0},
          {"constant_each", "constant p, chosen on each problem", .451, .045, 0, 5000, 200000, 0},
          {"constant", "constant p = .70, tuned once", .450, .045, 0, 5000, 0, 8e6},
          {"anneal", "anneal, same patience", .434, .02, 0, 10000, 0, 2e7},
          {"anneal_long", "anneal, run to the horizon", .4305, .03, 0, 20000, 0, 4e7},
          {"stall", "stall rule, tuned once", .4265, .015, 0, 10000, 0, 2e7},
          {"untrained", "untrained controller", .47, .05, 0, 5000, 0, 0},
          {"shuffled", "own trace, shuffled", .444, .05, 0, 9800, 0, 0},
          {"profile", "own mean profile, replayed", .4285, .02, 0, 9900, 0, 0},
          {"odd", "odd <name> & 'quotes' \"_^{}@", .46, .06, 0, 5000, 0, 0},
          {"autoloss", "AutoLoss (linear)", .4275, .012, 0, 9800, 0, 6.5e7}};
}

struct MadeUpOptions {
  std::size_t problems = 40;
  bool log = false;
  std::size_t methods = 15;   // the last so many
  bool named_points = false;  // of the sweep: distributions by name
};

// Writes the files of the run into a folder that exists.
class MadeUpRun {
 public:
  explicit MadeUpRun(MadeUpOptions options = {}) : options_(options), methods_(made_up_methods()) {
    methods_.erase(methods_.begin(), methods_.end() - static_cast<std::ptrdiff_t>(options.methods));
    for (std::size_t problem = 0; problem < options_.problems; ++problem) {
      noise_.push_back(0.5 * std::pow(8.0, stream_.uniform()));
      rows_.push_back(std::vector{60, 100, 200, 400}[stream_.below(4)]);
    }
    for (const MadeUpMethod& method : methods_) values_.push_back(values_of(method, 1));
  }

  void write(const std::filesystem::path& folder) {
    put(folder / "summary.json", summary().dump(1));
    put(folder / "metrics.jsonl", metrics());
    put(folder / "problems.csv", problems());
    put(folder / "results.csv", results());
    put(folder / "budget.csv", budget());
    put(folder / "experiment.toml", "name = \"made-up regression\"  # <b>not bold</b>\n[compare]\nproblems = 150\n");
    put(folder / "provenance.json", Json{{"command", "autoloss run configs/regression.toml --jobs 2"},
                                         {"version", "0.1.0"},
                                         {"seed", 1},
                                         {"plugins",
                                          {{{"id", "regression"}, {"sha256", std::string(64, 'a')}},
                                           {{"id", "linear"}, {"sha256", std::string(64, 'b')}}}},
                                         {"machine", {{"cores", 2}, {"vector", "AVX-512"}}}}
                                        .dump());
  }

  Json summary() {
    Json summary{
        {"experiment", "made-up regression"},
        {"description",
         "Does one controller, trained once over a family of problems, guide a new one better than a search?"},
        {"seed", 1},
        {"metric",
         {{"name", "excess test MSE"},
          {"unit", ""},
          {"direction", "minimize"},
          {"transform", options_.log ? "log" : "none"}}},
        {"margin", margin()},
        {"reference", "autoloss"},
        {"problems", options_.problems},
        {"methods", methods_json(values_, true)},
        {"comparisons", comparisons_json(values_)},
        {"strata",
         {stratum("task.noise", noise_, {0.5, 1, 2, 4.1}), stratum("task.rows", rows_, {60, 100, 200, 400, 401})}}};
    summary["sweep"] = {
        {"key", options_.named_points ? "" : "task.l1_weight"}, {"values", Json::array()}, {"points", Json::array()}};
    for (const double weight : {0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0}) {
      std::vector<std::vector<double>> values;
      for (const MadeUpMethod& method : methods_) {
        const bool tuned = method.name == "grid" || method.name == "autoloss" || method.name == "constant_each";
        values.push_back(values_of(method, tuned ? 1 : 1 + 0.2 * std::pow(std::log(weight / 0.1), 2)));
      }
      const Json value = options_.named_points ? Json("distribution " + std::to_string(weight)) : Json(weight);
      summary["sweep"]["values"].push_back(value);
      summary["sweep"]["points"].push_back(
          {{"value", value}, {"methods", methods_json(values, false)}, {"comparisons", comparisons_json(values)}});
    }
    return summary;
  }

 private:
  static Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }
  static Json interval(Interval ci) { return {number(ci.low), number(ci.high)}; }
  static void put(const std::filesystem::path& file, const std::string& content) { std::ofstream(file) << content; }

  std::vector<double> values_of(const MadeUpMethod& method, double factor) {
    std::vector<double> values;
    for (std::size_t problem = 0; problem < options_.problems; ++problem) {
      sdk::Stream difficulty(problem);
      const double hard = std::exp(0.4 * difficulty.normal()) * std::sqrt(noise_[problem] / 1.4);
      double value = factor * (method.level * hard + method.scatter * stream_.normal() * hard);
      if (options_.log) value = std::log(std::max(value, 1e-3));
      if (stream_.uniform() < method.diverges) value = std::numeric_limits<double>::quiet_NaN();
      values.push_back(value);
    }
    return values;
  }

  static constexpr BootstrapOptions kFewResamples{.resamples = 500};

  double margin() const { return options_.log ? 0.02 : 0.005; }

  Json methods_json(const std::vector<std::vector<double>>& values, bool in_full) const {
    std::vector<double> all;
    for (const std::vector<double>& list : values) all.insert(all.end(), list.begin(), list.end());
    const double worst = worst_finite(all, Direction::kMinimize);
    Json methods = Json::array();
    for (std::size_t i = 0; i < methods_.size(); ++i) {
      const std::vector<double> filled = with_diverged_as(values[i], worst);
      const auto n = static_cast<double>(filled.size());
      Json method{{"name", methods_[i].name},
                  {"label", methods_[i].label},
                  {"metric", "excess test MSE"},
                  {"direction", "minimize"},
                  {"mean", mean(filled)},
                  {"sd", standard_deviation(filled)},
                  {"iqm", interquartile_mean(filled)},
                  {"iqm_ci95", interval(nested_interval_of_iqm({filled}, i, kFewResamples))},
                  {"ci95", interval(bootstrap_interval_of_mean(filled, i, kFewResamples))},
                  {"n", filled.size()},
                  {"diverged", count_diverged(values[i])},
                  {"steps", methods_[i].steps},
                  {"search_steps", methods_[i].searched},
                  {"search_steps_total", methods_[i].searched * n + methods_[i].prepared},
                  {"batches", methods_[i].steps},
                  {"training_steps", methods_[i].prepared}};
      if (in_full)
        for (const double value : values[i]) method["values"].push_back(number(value));
      if (in_full && methods_[i].name == "constant") method["tuned"] = {{"controller.probability", 0.7}};
      methods.push_back(std::move(method));
    }
    return methods;
  }

  Json comparisons_json(const std::vector<std::vector<double>>& values) const {
    std::vector<PairedComparison> family;
    for (std::size_t i = 0; i + 1 < values.size(); ++i)
      family.push_back(
          compare_paired(values.back(), values[i], {.margin = margin(), .seed = i, .bootstrap = kFewResamples}));
    correct_family(family);
    Json comparisons = Json::array();
    for (std::size_t i = 0; i < family.size(); ++i) {
      comparisons.push_back(
          {{"method", "autoloss"},
           {"against", methods_[i].name},
           {"mean_difference", family[i].mean_difference},
           {"sd", family[i].sd},
           {"ci95", interval(family[i].ci95)},
           {"improvement",
            {{"probability", family[i].improvement.probability}, {"ci95", interval(family[i].improvement.ci95)}}},
           {"wins", family[i].wins},
           {"n", family[i].n},
           {"p", family[i].p},
           {"p_holm", family[i].p_holm},
           {"verdict", name_of(family[i].verdict)}});
      if (family[i].settled_by) comparisons.back()["settled_by"] = *family[i].settled_by;
    }
    return comparisons;
  }

  Json stratum(const std::string& key, const std::vector<double>& drawn, const std::vector<double>& edges) const {
    Json bins = Json::array();
    for (std::size_t bin = 0; bin + 1 < edges.size(); ++bin) {
      std::vector<std::vector<double>> values(values_.size());
      for (std::size_t problem = 0; problem < drawn.size(); ++problem)
        for (std::size_t i = 0; drawn[problem] >= edges[bin] && drawn[problem] < edges[bin + 1] && i < values.size();
             ++i)
          values[i].push_back(values_[i][problem]);
      if (values[0].empty()) continue;
      Json means = Json::object();
      const Json all = methods_json(values, false);
      for (const Json& method : all)
        means[method["name"].get<std::string>()] = {{"mean", method["mean"]}, {"ci95", method["ci95"]}};
      const std::string label = "[" + Json(edges[bin]).dump() + ", " + Json(edges[bin + 1]).dump() + ")";
      bins.push_back(
          {{"label", label}, {"n", values[0].size()}, {"methods", means}, {"comparisons", comparisons_json(values)}});
    }
    return {{"key", key}, {"bins", bins}};
  }

  // Lines of metrics.jsonl; the last one was cut off.
  std::string metrics() {
    std::string lines;
    for (const Json& record : training()) lines += record.dump() + "\n";
    for (const Json& record : searches()) lines += record.dump() + "\n";
    for (const std::string method : {"constant", "anneal", "stall", "untrained", "autoloss"})
      lines += profile(method).dump() + "\n";
    lines += Json{{"kind", "shares"},
                  {"method", "autoloss"},
                  {"action", "l1"},
                  {"slice_width", 10000},
                  {"counts", {{0, 1, 30, 9}, {25, 3, 0, 0}}}}
                 .dump() +
             "\n";
    for (const int problem : {0, 1}) lines += curve(problem).dump() + "\n";
    return lines + R"({"kind":"update","method":"cut o)";
  }

  std::vector<Json> training() {
    std::vector<Json> records;
    for (int start = 0; start < 3; ++start)
      for (int update = 1; update <= 100; ++update) {
        const double level = -4.75 + 0.06 * start - 0.4 * std::exp(-update / 15.0);
        records.push_back({{"kind", "update"},
                           {"method", "autoloss"},
                           {"start", start},
                           {"update", update},
                           {"return_mean", level + 0.08 * stream_.normal()},
                           {"return_sd", 0.3},
                           {"steps_mean", 9000 + update},
                           {"entropy", 0.5}});
        if (update % 20 == 0)
          records.push_back({{"kind", "selection"},
                             {"method", "autoloss"},
                             {"start", start},
                             {"update", update},
                             {"score", -0.43 - 0.1 * std::exp(-update / 20.0) - 0.002 * start},
                             {"best", start == 0}});
      }
    return records;
  }

  static Json trial(const std::string& method, int number, int round, Json parameters, Json score) {
    return {{"kind", "trial"}, {"method", method},         {"trial", number},
            {"round", round},  {"parameters", parameters}, {"score", score}};
  }

  std::vector<Json> searches() {
    std::vector<Json> records;
    for (int number = 0; number < 50; ++number) {
      const double p = number / 49.0;
      const Json score = number < 2 ? Json() : Json(-0.45 - 3 * std::pow(p - 0.7, 2) - 0.01 * stream_.uniform());
      records.push_back(trial("constant", number, 0, {{"controller.probability", p}}, score));
      records.push_back(trial("anneal", number, 0, {{"controller.start", p}, {"controller.end", stream_.uniform()}},
                              -0.43 - 0.1 * stream_.uniform()));
    }
    for (int number = 0; number < 35; number += 7)
      records.push_back(trial("anneal", number, 1, {{"controller.start", number / 49.0}, {"controller.end", 0.1}},
                              -0.44 - 0.01 * stream_.uniform()));
    return records;
  }

  Json profile(const std::string& method) {
    const double level = method == "constant" ? 0.7 : method == "untrained" ? 0.71 : 0.9;
    const double fall = level < 0.9 ? 0 : method == "anneal" ? 0.7 / 10000 : 0.7 / 16000;
    const double decay = method == "constant" ? 2000 : 6000;
    Json share = Json::array(), alive = Json::array();
    for (int step = 0; step < 20000; step += 200) {
      share.push_back(std::max(0.2, level - fall * step) + 0.01 * stream_.normal());
      alive.push_back(std::floor(150 * std::min(1.0, std::exp((3000 - step) / decay))));
    }
    return {{"kind", "profile"}, {"method", method}, {"action", "l1"},
            {"bin_width", 200},  {"share", share},   {"alive", alive}};
  }

  Json curve(int problem) {
    Json step, valid, train, l1, probability;
    for (int i = 0; i <= 200; ++i) {
      const double fast = std::exp(-i / 12.0);
      step.push_back(50 * i);
      valid.push_back(4.4 + 30 * fast + 0.3 * std::exp(-std::pow((i - 140) / 100.0, 2)) + 0.02 * stream_.normal());
      train.push_back(3.6 + 30 * fast + 0.03 * stream_.normal());
      l1.push_back(1.5 - 0.4 * fast);
      probability.push_back(0.9 - 0.003 * i + 0.02 * stream_.normal());
    }
    return {{"kind", "curve"},
            {"method", "autoloss"},
            {"problem", problem},
            {"step", step},
            {"series", {{"valid mse", valid}, {"train mse", train}, {"train l1", l1}}},
            {"probability", probability}};
  }

  std::string problems() const {
    std::string text = "point,problem,task.noise,task.rows\n";
    for (std::size_t i = 0; i < noise_.size(); ++i)
      text += "," + std::to_string(i) + "," + std::to_string(noise_[i]) + "," + std::to_string(rows_[i]) + "\n";
    return text;
  }

  // A search scans a training's batches at a time, a guided training ends once; what was prepared comes before.
  std::string budget() {
    std::string text = "method,problem,batches,steps,value\n";
    for (std::size_t m = 0; m < methods_.size(); ++m) {
      const MadeUpMethod& method = methods_[m];
      const int trials = static_cast<int>(method.searched / method.steps) + 1;
      for (std::size_t problem = 0; problem < options_.problems; ++problem) {
        const double value = values_[m][problem];
        for (int trial = 1; trial <= trials; ++trial) {
          const double batches = trial * method.steps + method.prepared / 200;
          const std::string shown =
              std::isfinite(value) ? Json(value + (options_.log ? 1 : 0.3) * (1.0 / trial - 1.0 / trials)).dump() : "";
          text += method.name + "," + std::to_string(problem) + "," + Json(batches).dump() + "," +
                  Json(2 * batches).dump() + "," + shown + "\n";
        }
      }
    }
    return text;
  }

  std::string results() {
    std::string text = "method,point,problem,value,best_step,steps,diverged\n";
    for (std::size_t m = 0; m < methods_.size(); ++m)
      for (std::size_t i = 0; i < noise_.size(); ++i) {
        const bool diverged = !std::isfinite(values_[m][i]);
        text += methods_[m].name + ",," + std::to_string(i) + "," + (diverged ? "" : Json(values_[m][i]).dump()) + "," +
                std::to_string(4000 + stream_.below(3000)) + ",5000," + (diverged ? "1" : "0") + "\n";
      }
    return text;
  }

  MadeUpOptions options_;
  std::vector<MadeUpMethod> methods_;
  sdk::Stream stream_{20};
  std::vector<double> noise_, rows_;
  std::vector<std::vector<double>> values_;
};

}  // namespace autoloss::test
