// Values that are no measurements: a lost decimal point, a unit mixed up. A few of them rule a squared error.
#ifndef AUTOLOSS_REGRESSION_OUTLIERS_HPP
#define AUTOLOSS_REGRESSION_OUTLIERS_HPP

#include <cstddef>
#include <string>
#include <vector>

#include "plugins/shared/csv.hpp"

namespace autoloss::regression {

// Rows with a value far outside of its column, ascending, and the farthest such value.
struct Outliers {
  std::vector<std::size_t> rows;
  std::size_t column = 0;  // of the farthest
  double value = 0;

  // "12 of 1599 rows hold values far outside of their column, as 'alcohol' = 9.5e+14"; "" without any.
  std::string text(const shared::NumberTable& table) const;
};

// A value lies far outside when it is more than `range` interquartile ranges below the first quartile of its column or
// above the third (Tukey, "Exploratory data analysis", 1977, has 1.5 and 3; what is meant here begins at about 100).
// Columns whose quartiles are equal are passed over. range > 0.
Outliers find_outliers(const shared::NumberTable& table, double range);

// The table without some rows, given in ascending order.
shared::NumberTable without_rows(const shared::NumberTable& table, const std::vector<std::size_t>& rows);

}  // namespace autoloss::regression

#endif
