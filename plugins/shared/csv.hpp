// Tables as comma-separated text with a header line (RFC 4180: quotes, line breaks within them, CRLF).
#ifndef AUTOLOSS_SHARED_CSV_HPP
#define AUTOLOSS_SHARED_CSV_HPP

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace autoloss::shared {

// Where in a file, counted from 1; columns in bytes.
struct Place {
  std::size_t line = 1, column = 1;
};

// One field of a record, without its quotes and the blanks around it.
struct Cell {
  std::string text;
  Place place;
};

// A table as it was written, without the columns that were left out.
struct TextTable {
  std::string name;  // of the file, for messages
  std::vector<std::string> columns;
  std::vector<Cell> cells;  // row by row

  std::size_t row_count() const { return columns.empty() ? 0 : cells.size() / columns.size(); }
  const Cell& at(std::size_t row, std::size_t column) const { return cells[row * columns.size() + column]; }
};

// The same of a table that holds nothing but numbers.
struct NumberTable {
  std::vector<std::string> columns;
  std::vector<double> values;  // row by row; all finite

  std::size_t row_count() const { return columns.empty() ? 0 : values.size() / columns.size(); }
  double at(std::size_t row, std::size_t column) const { return values[row * columns.size() + column]; }
};

// Reads text. name stands for it in messages, as in "name:3:12: ...". Columns named in `without` may hold anything.
// Throws sdk::Error: AUTOLOSS_NOT_FOUND for a column in `without` that there is not, AUTOLOSS_BAD_DATA for the rest.
TextTable parse_csv(std::string_view text, const std::string& name, const std::vector<std::string>& without = {});
NumberTable parse_numbers(std::string_view text, const std::string& name, const std::vector<std::string>& without = {});

// The same on the contents of a file. Throw AUTOLOSS_NOT_FOUND when it cannot be opened, AUTOLOSS_IO_ERROR.
TextTable read_csv(const std::string& path, const std::vector<std::string>& without = {});
NumberTable read_numbers(const std::string& path, const std::vector<std::string>& without = {});

// Index of a column of the table. Throws AUTOLOSS_NOT_FOUND, naming the nearest column.
std::size_t find_column(const std::vector<std::string>& columns, const std::string& wanted, const std::string& name);

// Whether a cell is written as a number, be it finite or not.
bool is_number(const Cell& cell);

// The number in a cell of a column of the table `name`. Throws AUTOLOSS_BAD_DATA for what is none or not finite.
double number_of(const Cell& cell, const std::string& column, const std::string& name);

// Throws AUTOLOSS_BAD_DATA: "name:line:column: what".
[[noreturn]] void refuse(const std::string& name, Place place, const std::string& what);

// 'text', cut when it is long.
std::string quoted(std::string_view text);

}  // namespace autoloss::shared

#endif
