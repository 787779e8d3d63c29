#include "core/report/plan_table.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/report/format.hpp"
#include "core/report/text_columns.hpp"
#include "core/stats/descriptive.hpp"
#include "core/stats/diverged.hpp"

namespace autoloss {
namespace {

// 1, 2 or 5 times a power of ten, the greatest up to this.
double round_number_below(double value) {
  const double power = std::pow(10, std::floor(std::log10(value)));
  return (value >= 5 * power ? 5 : value >= 2 * power ? 2 : 1) * power;
}

// Sizes of differences that are worth a column: up to the typical spread, five of them.
std::vector<double> sizes_for(const Summary& summary) {
  std::vector<double> spreads;
  for (const ComparisonSummary& comparison : summary.comparisons)
    if (comparison.sd > 0) spreads.push_back(comparison.sd);
  spreads = finite_of(spreads);
  if (spreads.empty()) return {};
  std::vector<double> sizes{round_number_below(median(spreads))};
  while (sizes.size() < 5) sizes.insert(sizes.begin(), round_number_below(0.6 * sizes.front()));
  return sizes;
}

std::string cell(std::optional<std::size_t> pairs) {
  return pairs ? format_count(static_cast<double>(*pairs)) : std::string(kNoNumber);
}

}  // namespace

std::string plan_table(const Summary& summary) {
  const std::vector<double> sizes = sizes_for(summary);
  if (sizes.empty()) return "";
  const double margin = summary.metric.margin;
  std::vector<TextRow> rows{{"against", "sd"}};
  for (const double size : sizes) rows.front().push_back(format_number(size));
  if (margin > 0) rows.front().push_back("0, within ±" + format_number(margin));
  for (const ComparisonSummary& comparison : summary.comparisons) {
    rows.push_back({std::string(summary.label(comparison.against)), format_number(comparison.sd, 3)});
    for (const double size : sizes) rows.back().push_back(cell(pairs_to_settle(size, comparison.sd, 0)));
    if (margin > 0) rows.back().push_back(cell(pairs_to_settle(0, comparison.sd, margin)));
  }
  return "problems that a true difference of a size needs, to be seen with a chance of four in five\n\n" +
         in_columns(rows) + "\nsd: of the paired differences by problem; the last " +
         (margin > 0 ? "column: problems that show two equal methods to be equivalent" : "columns are in its unit") +
         "\n";
}

}  // namespace autoloss
