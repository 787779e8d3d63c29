#include "core/report/summary_table.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <vector>

#include "core/report/format.hpp"
#include "core/report/text_columns.hpp"

namespace autoloss {
namespace {

const std::set<std::size_t> kTextColumns{0, 7};  // the method and the verdict

// Difference to the reference, wins, corrected p and verdict.
TextRow comparison_cells(const ComparisonSummary* comparison, bool is_reference) {
  if (comparison == nullptr) return {"", "", "", is_reference ? "(reference)" : ""};
  return {format_difference(comparison->mean_difference, comparison->ci95),
          std::to_string(comparison->wins) + "/" + std::to_string(comparison->n), format_p(comparison->p_holm),
          std::string(name_of(comparison->verdict))};
}

TextRow row_of(const MethodSummary& method, const ComparisonSummary* comparison, bool is_reference) {
  const int decimals = decimals_for(method.ci95, method.mean);
  TextRow row{method.label, format_fixed(method.mean, decimals), format_interval(method.ci95, decimals),
              format_fixed(method.iqm, decimals)};
  const TextRow compared = comparison_cells(comparison, is_reference);
  row.insert(row.end(), compared.begin(), compared.end());
  return row;
}

TextRow headings(const Summary& summary) {
  const std::string reference(summary.label(summary.reference));
  return {"method",     "mean",   "95 % interval", "IQM",
          "difference", "wins/n", "p Holm",        reference.empty() ? "verdict" : reference + " is"};
}

std::string results_table(const Summary& summary) {
  std::vector<TextRow> rows{headings(summary)};
  for (const char* heading : {"steps", "search", "search in all"}) rows.front().push_back(heading);
  for (const MethodSummary& method : summary.methods) {
    rows.push_back(row_of(method, summary.comparison_with(method.name), method.name == summary.reference));
    for (const double count : {method.steps, method.search_steps, method.search_steps_total})
      rows.back().push_back(format_count(count));
  }
  return in_columns(rows, kTextColumns);
}

const ComparisonSummary* comparison_with(const std::vector<ComparisonSummary>& comparisons, std::string_view method) {
  const auto found =
      std::find_if(comparisons.begin(), comparisons.end(), [&](const auto& c) { return c.against == method; });
  return found == comparisons.end() ? nullptr : &*found;
}

// A block for each point of a sweep.
std::string sweep_tables(const Summary& summary) {
  std::string text;
  if (!summary.sweep) return text;
  for (const SweepPoint& point : summary.sweep->points) {
    std::vector<TextRow> rows{headings(summary)};
    for (const MethodSummary& method : point.methods)
      rows.push_back(row_of(method, comparison_with(point.comparisons, method.name), method.name == summary.reference));
    text += "\n" + (summary.sweep->key.empty() ? "" : summary.sweep->key + " = ") + point.label + "\n" +
            in_columns(rows, kTextColumns);
  }
  return text;
}

// What it would take to know more.
std::string settling_notes(const Summary& summary) {
  std::string notes;
  for (const ComparisonSummary& comparison : summary.comparisons)
    if (const std::string remark = settling_remark(comparison); !remark.empty())
      notes += "against " + std::string(summary.label(comparison.against)) + ": inconclusive; " + remark + "\n";
  return notes;
}

std::string controllers_note(const Summary& summary) {
  std::string note;
  for (const MethodSummary& method : summary.methods)
    if (method.controllers > 1)
      note += (note.empty() ? "" : ", ") + method.label + " " + std::to_string(method.controllers);
  return note.empty()
             ? ""
             : "controllers, trained independently; a problem counts by their mean, intervals are over both: " + note +
                   "\n";
}

std::string diverged_note(const Summary& summary) {
  std::string note;
  for (const MethodSummary& method : summary.methods)
    if (method.diverged > 0)
      note += (note.empty() ? "" : ", ") + method.label + " " + std::to_string(method.diverged) + " of " +
              std::to_string(method.n);
  return note.empty() ? "" : "diverged, counted as the worst result: " + note + "\n";
}

}  // namespace

std::string summary_table(const Summary& summary) {
  const std::string reference(summary.label(summary.reference));
  std::string text = summary.experiment + ": " + metric_title(summary.metric) + ", " +
                     (summary.metric.direction == Direction::kMinimize ? "less" : "more") + " is better, " +
                     format_count(static_cast<double>(summary.problems)) + " problems\n" +
                     (summary.note.empty() ? "" : summary.note + "\n") + "\n" + results_table(summary) +
                     sweep_tables(summary);
  if (!summary.comparisons.empty()) {
    text += "\n" + settling_notes(summary);
    text += "difference: " + reference +
            " minus the method, paired by problem, 95 % bootstrap interval; wins: problems where " + reference +
            " is better\n";
    if (summary.metric.margin > 0)
      text += "equivalent: the interval lies within ±" + format_number(summary.metric.margin) + "\n";
  }
  return text +
         "IQM: interquartile mean; steps: task steps of a guided training; search: of trials on the problem itself; in "
         "all: these, and what was tuned and trained once\n" +
         controllers_note(summary) + diverged_note(summary);
}

}  // namespace autoloss
