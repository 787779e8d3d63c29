#include "plugins/tasks/regression/outliers.hpp"

#include <algorithm>
#include <cstdio>
#include <set>

namespace autoloss::regression {

std::string Outliers::text(const shared::NumberTable& table) const {
  if (rows.empty()) return "";
  char number[32];
  std::snprintf(number, sizeof number, "%.3g", value);
  return std::to_string(rows.size()) + " of " + std::to_string(table.row_count()) +
         " rows hold values far outside of their column, as '" + table.columns[column] + "' = " + number;
}

Outliers find_outliers(const shared::NumberTable& table, double range) {
  Outliers found;
  std::set<std::size_t> rows;
  double farthest = 0;
  for (std::size_t column = 0; column < table.columns.size(); ++column) {
    std::vector<double> sorted;
    for (std::size_t row = 0; row < table.row_count(); ++row) sorted.push_back(table.at(row, column));
    std::sort(sorted.begin(), sorted.end());
    if (sorted.empty()) break;
    const double first = sorted[sorted.size() / 4];
    const double third = sorted[sorted.size() * 3 / 4];
    if (third <= first) continue;
    for (std::size_t row = 0; row < table.row_count(); ++row) {
      const double value = table.at(row, column);
      const double distance = std::max(first - value, value - third) / (third - first);
      if (distance <= range) continue;
      rows.insert(row);
      if (distance <= farthest) continue;
      farthest = distance;
      found.column = column;
      found.value = value;
    }
  }
  found.rows.assign(rows.begin(), rows.end());
  return found;
}

shared::NumberTable without_rows(const shared::NumberTable& table, const std::vector<std::size_t>& rows) {
  shared::NumberTable kept{table.columns, {}};
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    if (std::binary_search(rows.begin(), rows.end(), row)) continue;
    for (std::size_t column = 0; column < table.columns.size(); ++column) kept.values.push_back(table.at(row, column));
  }
  return kept;
}

}  // namespace autoloss::regression
