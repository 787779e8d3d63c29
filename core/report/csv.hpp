// Comma-separated values as RFC 4180 has them: the first row names the columns.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace autoloss {

struct Csv {
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;  // each as long as `columns`

  // Position of a column; empty: there is none.
  std::optional<std::size_t> column(std::string_view name) const;
};

// Throws ConfigError with the file and the line for a row of another length and for a quote that is not closed. An
// unfinished last line (no line end, too short) is skipped: a run may have been cut off in it.
Csv parse_csv(std::string_view text, const std::string& file);

// Fields with a comma, a quote or a line end are quoted.
std::string to_csv(const Csv& table);

// A number so that reading it gives the same double again; "" for one that is not finite.
std::string csv_number(double value);

// The number in a field; NaN for an empty one and for one that is no number.
double number_in(const std::string& field);

}  // namespace autoloss
