#include "plugins/shared/csv.hpp"

#include <algorithm>
#include <autoloss/cpp/error.hpp>
#include <charconv>
#include <cmath>
#include <fstream>
#include <iterator>
#include <numeric>
#include <optional>
#include <utility>

namespace autoloss::shared {
namespace {

std::string_view trim(std::string_view text) {
  constexpr std::string_view kBlank = " \t";
  const std::size_t begin = text.find_first_not_of(kBlank);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

// Takes one record after the other off a text.
class RecordReader {
 public:
  RecordReader(std::string_view text, const std::string& name) : text_(text), name_(name) {
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (text_.starts_with(kByteOrderMark)) text_.remove_prefix(kByteOrderMark.size());
  }

  // The next record that is no empty line; nothing at the end.
  std::optional<std::vector<Cell>> next() {
    while (end_of_line()) take_line_end();
    if (text_.empty()) return std::nullopt;
    std::vector<Cell> cells{cell()};
    while (!text_.empty() && text_.front() == ',') {
      take(1);
      cells.push_back(cell());
    }
    take_line_end();
    return cells;
  }

  Place place() const { return place_; }

 private:
  bool end_of_line() const { return text_.starts_with('\n') || text_.starts_with("\r\n"); }

  void take(std::size_t count) {
    place_.column += count;
    text_.remove_prefix(count);
  }

  void take_line_end() {
    if (text_.empty()) return;
    text_.remove_prefix(text_.front() == '\r' ? 2 : 1);
    place_ = {place_.line + 1, 1};
  }

  Cell cell() { return text_.starts_with('"') ? quoted_cell() : plain_cell(); }

  Cell plain_cell() {
    const Place start = place_;
    std::size_t length = 0;
    while (length < text_.size() && text_[length] != ',' && text_[length] != '\n') ++length;
    const bool line_ends_here = length < text_.size() ? text_[length] == '\n' : false;
    if (line_ends_here && length > 0 && text_[length - 1] == '\r') --length;
    Cell cell{std::string(trim(text_.substr(0, length))), start};
    take(length);
    return cell;
  }

  Cell quoted_cell() {
    Cell cell{{}, place_};
    take(1);
    while (true) {
      if (text_.empty()) refuse(name_, cell.place, "the quote that opens here is never closed");
      if (text_.starts_with("\"\"")) {
        cell.text += '"';
        take(2);
      } else if (text_.front() == '"') {
        take(1);
        break;
      } else {
        take_quoted_character(cell.text);
      }
    }
    cell.text = std::string(trim(cell.text));
    if (!text_.empty() && text_.front() != ',' && !end_of_line())
      refuse(name_, place_, "a comma or the end of the line belongs after a closing quote");
    return cell;
  }

  void take_quoted_character(std::string& to) {
    to += text_.front();
    const bool line_ends = text_.front() == '\n';
    take(1);
    if (line_ends) place_ = {place_.line + 1, 1};
  }

  std::string_view text_;
  const std::string& name_;
  Place place_;
};

void check_header(const std::vector<Cell>& header, const std::string& name) {
  for (auto cell = header.begin(); cell != header.end(); ++cell) {
    if (cell->text.empty()) refuse(name, cell->place, "a column without a name");
    const auto same = [&](const Cell& other) { return other.text == cell->text; };
    if (std::any_of(header.begin(), cell, same)) refuse(name, cell->place, "a second column " + quoted(cell->text));
  }
}

// Which columns of the header stay.
std::vector<bool> kept_columns(const std::vector<std::string>& columns, const std::vector<std::string>& without,
                               const std::string& name) {
  std::vector<bool> kept(columns.size(), true);
  for (const std::string& column : without) kept[find_column(columns, column, name)] = false;
  return kept;
}

// Levenshtein distance.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, diagonal + 1, row[j] + 1});
    }
  }
  return row.back();
}

// Hands every cell that stays to take(cell, name of its column). Returns the names of the columns that stay.
template <class Take>
std::vector<std::string> parse(std::string_view text, const std::string& name, const std::vector<std::string>& without,
                               Take&& take) {
  RecordReader reader(text, name);
  const auto header = reader.next();
  if (!header) refuse(name, reader.place(), "the file is empty: a line with the names of the columns belongs first");
  check_header(*header, name);
  std::vector<std::string> columns, kept_names;
  for (const Cell& cell : *header) columns.push_back(cell.text);
  const std::vector<bool> kept = kept_columns(columns, without, name);
  for (std::size_t column = 0; column < columns.size(); ++column)
    if (kept[column]) kept_names.push_back(columns[column]);

  while (auto record = reader.next()) {
    if (record->size() != columns.size())
      refuse(name, record->front().place,
             "a row of " + std::to_string(record->size()) + " fields; the header names " +
                 std::to_string(columns.size()) + " columns");
    for (std::size_t column = 0; column < columns.size(); ++column)
      if (kept[column]) take(std::move((*record)[column]), columns[column]);
  }
  return kept_names;
}

std::string contents(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw sdk::Error(AUTOLOSS_NOT_FOUND, path + ": no such file, or it may not be read");
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (file.bad()) throw sdk::Error(AUTOLOSS_IO_ERROR, path + ": reading failed");
  return text;
}

// As std::from_chars, but for a plus sign in front and for text that goes on after the number.
std::errc convert(std::string_view text, double& value) {
  if (text.starts_with('+')) text.remove_prefix(1);
  const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), value);
  return end == text.data() + text.size() ? status : std::errc::invalid_argument;
}

}  // namespace

TextTable parse_csv(std::string_view text, const std::string& name, const std::vector<std::string>& without) {
  TextTable table{name, {}, {}};
  table.columns =
      parse(text, name, without, [&](Cell&& cell, const std::string&) { table.cells.push_back(std::move(cell)); });
  return table;
}

NumberTable parse_numbers(std::string_view text, const std::string& name, const std::vector<std::string>& without) {
  NumberTable table;
  table.columns = parse(text, name, without, [&](const Cell& cell, const std::string& column) {
    table.values.push_back(number_of(cell, column, name));
  });
  return table;
}

TextTable read_csv(const std::string& path, const std::vector<std::string>& without) {
  return parse_csv(contents(path), path, without);
}

NumberTable read_numbers(const std::string& path, const std::vector<std::string>& without) {
  return parse_numbers(contents(path), path, without);
}

bool is_number(const Cell& cell) {
  double value = 0;
  return convert(cell.text, value) != std::errc::invalid_argument;
}

double number_of(const Cell& cell, const std::string& column, const std::string& name) {
  const std::string where = " in column " + quoted(column);
  if (cell.text.empty()) refuse(name, cell.place, "an empty field" + where + ": a number belongs here");
  double value = 0;
  const std::errc status = convert(cell.text, value);
  if (status == std::errc::invalid_argument)
    refuse(name, cell.place, quoted(cell.text) + where + " is not a number; leave the column out if it holds text");
  if (status == std::errc::result_out_of_range)
    refuse(name, cell.place, quoted(cell.text) + where + " is beyond the range of a double");
  if (!std::isfinite(value)) refuse(name, cell.place, quoted(cell.text) + where + " is not finite");
  return value;
}

void refuse(const std::string& name, Place place, const std::string& what) {
  throw sdk::Error(AUTOLOSS_BAD_DATA,
                   name + ":" + std::to_string(place.line) + ":" + std::to_string(place.column) + ": " + what);
}

std::string quoted(std::string_view text) {
  constexpr std::size_t kLongest = 40;
  std::string result{"'"};
  result += text.substr(0, kLongest);
  result += text.size() > kLongest ? "...'" : "'";
  return result;
}

std::size_t find_column(const std::vector<std::string>& columns, const std::string& wanted, const std::string& name) {
  const auto found = std::find(columns.begin(), columns.end(), wanted);
  if (found != columns.end()) return static_cast<std::size_t>(found - columns.begin());
  const auto nearest = std::min_element(columns.begin(), columns.end(), [&](const auto& a, const auto& b) {
    return distance(a, wanted) < distance(b, wanted);
  });
  throw sdk::Error(AUTOLOSS_NOT_FOUND,
                   name + ":1:1: no column " + quoted(wanted) + "; did you mean " + quoted(*nearest) + "?");
}

}  // namespace autoloss::shared
