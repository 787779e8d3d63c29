#include "core/report/summary_table.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/report/format.hpp"

namespace autoloss {
namespace {

using Row = std::vector<std::string>;

// The first column is text, the verdict reads as a word; everything else lines up on the right.
std::string aligned(const std::vector<Row>& rows, std::size_t left_column) {
  std::vector<std::size_t> widths(rows.front().size(), 0);
  for (const Row& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width_of(row[i]));

  std::string text;
  for (const Row& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string padding(widths[i] - width_of(row[i]), ' ');
      const bool left = i == 0 || i == left_column;
      line += (i > 0 ? "  " : "") + (left ? row[i] + padding : padding + row[i]);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

Row row_of(const MethodSummary& method, const ComparisonSummary* comparison, bool is_reference) {
  const int decimals = decimals_for(method.ci95, method.mean);
  Row row{method.label, format_fixed(method.mean, decimals), format_interval(method.ci95, decimals)};
  if (comparison) {
    row.push_back(format_difference(comparison->mean_difference, comparison->ci95));
    row.push_back(std::to_string(comparison->wins) + "/" + std::to_string(comparison->n));
    row.push_back(format_p(comparison->p_holm));
    row.emplace_back(name_of(comparison->verdict));
  } else {
    row.insert(row.end(), {"", "", "", is_reference ? "(reference)" : ""});
  }
  row.push_back(format_count(method.steps));
  row.push_back(format_count(method.search_steps));
  row.push_back(format_count(method.search_steps_total));
  return row;
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
  std::vector<Row> rows{{"method", "mean", "95 % interval", "difference", "wins/n", "p Holm",
                         reference.empty() ? "verdict" : reference + " is", "steps", "search", "search in all"}};
  for (const MethodSummary& method : summary.methods)
    rows.push_back(row_of(method, summary.comparison_with(method.name), method.name == summary.reference));
  constexpr std::size_t verdict_column = 6;

  std::string text = summary.experiment + ": " + metric_title(summary.metric) + ", " +
                     (summary.metric.direction == Direction::kMinimize ? "less" : "more") + " is better, " +
                     format_count(static_cast<double>(summary.problems)) + " problems\n\n" +
                     aligned(rows, verdict_column);
  if (!summary.comparisons.empty()) {
    text += "\ndifference: " + reference +
            " minus the method, paired by problem, 95 % bootstrap interval; wins: problems where " + reference +
            " is better\n";
    if (summary.metric.margin > 0)
      text += "equivalent: the interval lies within ±" + format_number(summary.metric.margin) + "\n";
  }
  return text +
         "steps: task steps of a guided training; search: of trials on the problem itself; in all: these, and what was "
         "tuned and trained once\n" +
         diverged_note(summary);
}

}  // namespace autoloss
