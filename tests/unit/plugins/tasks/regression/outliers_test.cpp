#include "plugins/tasks/regression/outliers.hpp"

#include <gtest/gtest.h>

namespace autoloss::regression {
namespace {

// 0, 1, ... 11 beside a constant; the quartiles are 3 and 9.
shared::NumberTable counting() {
  shared::NumberTable table{{"index", "constant"}, {}};
  for (int row = 0; row < 12; ++row) table.values.insert(table.values.end(), {1.0 * row, 7.0});
  return table;
}

TEST(Outliers, AreNoneInAnOrdinaryTable) {
  const Outliers found = find_outliers(counting(), 1.5);
  EXPECT_TRUE(found.rows.empty());
  EXPECT_EQ(found.text(counting()), "");
}

TEST(Outliers, LieBeyondTheQuartilesByTheRangeGiven) {
  shared::NumberTable table = counting();
  table.values[2 * 11] = 9 + 6 * 100;  // row 11: exactly 100 interquartile ranges above the third quartile
  table.values[2 * 0] = 3 - 6 * 101;   // row 0: beyond, below the first
  EXPECT_EQ(find_outliers(table, 100).rows, (std::vector<std::size_t>{0}));
  EXPECT_EQ(find_outliers(table, 99).rows, (std::vector<std::size_t>{0, 11}));
  EXPECT_EQ(find_outliers(table, 99).text(table),
            "2 of 12 rows hold values far outside of their column, as 'index' = -603");
}

TEST(Outliers, AreTakenOutByTheRow) {
  const shared::NumberTable kept = without_rows(counting(), {0, 11});
  EXPECT_EQ(kept.row_count(), 10u);
  EXPECT_EQ(kept.at(0, 0), 1);
  EXPECT_EQ(kept.at(9, 0), 10);
}

}  // namespace
}  // namespace autoloss::regression
