#include "core/study/result_tables.hpp"

#include <cmath>
#include <cstdio>

#include "core/file.hpp"

namespace autoloss {
namespace {

std::string csv_number(double value) {
  return std::isfinite(value) ? number_text(value) : "";
}

// A text as a field of a CSV file: quoted where it must be.
std::string csv_text(const std::string& text) {
  if (text.find_first_of(",\"\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

std::string chosen_text(const ValueMap& chosen) {
  std::string text;
  for (const auto& [key, value] : chosen) text += (text.empty() ? "" : " ") + key + "=" + to_text(value);
  return csv_text(text);
}

// With a letter in front, so that nobody reads it as a number and rounds it.
std::string key_text(uint64_t key) {
  char text[24];
  std::snprintf(text, sizeof text, "k%016llx", static_cast<unsigned long long>(key));
  return text;
}

std::string point_text(const StudyPoint& point) {
  return point.value ? csv_text(to_text(*point.value)) : "";
}

std::string result_row(const GuidedResult& result) {
  return csv_number(result.value) + "," + csv_number(result.validation) + "," + std::to_string(result.best_step) + "," +
         std::to_string(result.steps) + "," + std::to_string(result.search_steps) + "," +
         std::to_string(result.batches) + "," + std::to_string(result.search_batches) + "," +
         (result.diverged ? "1" : "0") + "," + chosen_text(result.chosen) + "," + csv_text(result.failure) + "\n";
}

}  // namespace

std::string results_csv(const StudyRecord& record) {
  std::string text =
      "method,point,problem,controller,value,validation,best_step,steps,search_steps,batches,search_batches,diverged,"
      "chosen,failure\n";
  for (std::size_t method = 0; method < record.methods->size(); ++method) {
    for (const StudyPoint& point : record.points) {
      for (std::size_t problem = 0; problem < point.problems.size(); ++problem) {
        const GuidedResult& result = point.results[method][problem];
        const std::string before = (*record.methods)[method].setup.method->name + "," + point_text(point) + "," +
                                   std::to_string(problem) + ",";
        for (std::size_t controller = 0; controller < controllers_of(result); ++controller)
          text += before + std::to_string(controller) + "," + result_row(of_controller(result, controller));
      }
    }
  }
  return text;
}

std::string budget_csv(const StudyRecord& record) {
  std::string text = "method,problem,batches,steps,value\n";
  const StudyPoint& point = record.points.front();
  const auto add = [&](const std::string& method, std::size_t problem, const BudgetPoint& at) {
    text += csv_text(method) + "," + std::to_string(problem) + "," + std::to_string(at.batches) + "," +
            std::to_string(at.steps) + "," + csv_number(at.value) + "\n";
  };
  for (std::size_t index = 0; index < point.budget.size(); ++index) {
    const ReadyMethod& method = (*record.methods)[index];
    const std::string& name = method.setup.method->name;
    for (std::size_t problem = 0; problem < point.budget[index].size(); ++problem)
      for (const BudgetPoint& at : point.budget[index][problem]) add(name, problem, at);
    if (method.preparation_batches == 0) continue;
    for (std::size_t problem = 0; problem < point.results[index].size(); ++problem) {
      const GuidedResult& result = point.results[index][problem];
      add(name + " (prepared before)", problem, {result.batches, result.steps, result.value});
    }
  }
  return text;
}

std::string problems_csv(const StudyRecord& record) {
  std::string text = "point,problem,key";
  for (const auto& [key, range] : record.experiment->guide_task.ranges) text += ",task." + key;
  text += "\n";
  for (const StudyPoint& point : record.points) {
    for (std::size_t problem = 0; problem < point.problems.size(); ++problem) {
      text += point_text(point) + "," + std::to_string(problem) + "," + key_text(point.problems[problem].data_seed);
      const ValueMap& drawn = point.problems[problem].drawn;
      for (const auto& [key, range] : record.experiment->guide_task.ranges)  // a swept key is not drawn
        text += "," + (drawn.contains(key) ? csv_text(to_text(drawn.at(key))) : "");
      text += "\n";
    }
  }
  return text;
}

}  // namespace autoloss
