// Tables of numbers as comma-separated text with a header line (RFC 4180: quotes, line breaks within them, CRLF).
#ifndef AUTOLOSS_REGRESSION_CSV_HPP
#define AUTOLOSS_REGRESSION_CSV_HPP

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace autoloss::regression {

// A table without the columns that were left out.
struct Table {
  std::vector<std::string> columns;
  std::vector<double> values;  // row by row; all finite

  std::size_t row_count() const { return columns.empty() ? 0 : values.size() / columns.size(); }
  double at(std::size_t row, std::size_t column) const { return values[row * columns.size() + column]; }
};

// Reads text. name stands for it in messages, as in "name:3:12: ...". Columns named in `without` may hold anything.
// Throws sdk::Error: AUTOLOSS_NOT_FOUND for a column in `without` that there is not, AUTOLOSS_BAD_DATA for the rest.
Table parse_csv(std::string_view text, const std::string& name, const std::vector<std::string>& without = {});

// As parse_csv on the contents of a file. Throws AUTOLOSS_NOT_FOUND when it cannot be opened, AUTOLOSS_IO_ERROR.
Table read_csv(const std::string& path, const std::vector<std::string>& without = {});

// Index of a column of the table. Throws AUTOLOSS_NOT_FOUND, naming the nearest column.
std::size_t find_column(const std::vector<std::string>& columns, const std::string& wanted, const std::string& name);

}  // namespace autoloss::regression

#endif
