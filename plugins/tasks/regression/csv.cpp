#include "plugins/tasks/regression/csv.hpp"

#include <algorithm>
#include <autoloss/cpp/error.hpp>
#include <charconv>
#include <cmath>
#include <fstream>
#include <iterator>
#include <numeric>
#include <optional>

namespace autoloss::regression {
namespace {

struct Place {
  std::size_t line = 1, column = 1;
};

[[noreturn]] void fail(const std::string& name, Place place, const std::string& what) {
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

struct Field {
  std::string text;
  Place place;
};

// Takes one record after the other off a text.
class RecordReader {
 public:
  RecordReader(std::string_view text, const std::string& name) : text_(text), name_(name) {
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (text_.starts_with(kByteOrderMark)) text_.remove_prefix(kByteOrderMark.size());
  }

  // The next record that is no empty line; nothing at the end.
  std::optional<std::vector<Field>> next() {
    while (end_of_line()) take_line_end();
    if (text_.empty()) return std::nullopt;
    std::vector<Field> fields{field()};
    while (!text_.empty() && text_.front() == ',') {
      take(1);
      fields.push_back(field());
    }
    take_line_end();
    return fields;
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

  Field field() { return text_.starts_with('"') ? quoted_field() : plain_field(); }

  Field plain_field() {
    const Place start = place_;
    std::size_t length = 0;
    while (length < text_.size() && text_[length] != ',' && text_[length] != '\n') ++length;
    const bool line_ends_here = length < text_.size() ? text_[length] == '\n' : false;
    if (line_ends_here && length > 0 && text_[length - 1] == '\r') --length;
    Field field{std::string(text_.substr(0, length)), start};
    take(length);
    return field;
  }

  Field quoted_field() {
    Field field{{}, place_};
    take(1);
    while (true) {
      if (text_.empty()) fail(name_, field.place, "the quote that opens here is never closed");
      if (text_.starts_with("\"\"")) {
        field.text += '"';
        take(2);
      } else if (text_.front() == '"') {
        take(1);
        break;
      } else {
        take_quoted_character(field.text);
      }
    }
    if (!text_.empty() && text_.front() != ',' && !end_of_line())
      fail(name_, place_, "a comma or the end of the line belongs after a closing quote");
    return field;
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

std::string_view trim(std::string_view text) {
  constexpr std::string_view kBlank = " \t";
  const std::size_t begin = text.find_first_not_of(kBlank);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

double number_of(const Field& field, const std::string& column, const std::string& name) {
  std::string_view text = trim(field.text);
  const std::string where = " in column " + quoted(column);
  if (text.empty()) fail(name, field.place, "an empty field" + where + ": a number belongs here");
  if (text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (status == std::errc::result_out_of_range)
    fail(name, field.place, quoted(text) + where + " is beyond the range of a double");
  if (status != std::errc() || end != text.data() + text.size())
    fail(name, field.place, quoted(field.text) + where + " is not a number; leave the column out if it holds text");
  if (!std::isfinite(value)) fail(name, field.place, quoted(text) + where + " is not finite");
  return value;
}

void check_header(const std::vector<Field>& header, const std::string& name) {
  for (auto field = header.begin(); field != header.end(); ++field) {
    const std::string_view text = trim(field->text);
    if (text.empty()) fail(name, field->place, "a column without a name");
    const auto same = [&](const Field& other) { return trim(other.text) == text; };
    if (std::any_of(header.begin(), field, same)) fail(name, field->place, "a second column " + quoted(text));
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

}  // namespace

Table parse_csv(std::string_view text, const std::string& name, const std::vector<std::string>& without) {
  RecordReader reader(text, name);
  const auto header = reader.next();
  if (!header) fail(name, reader.place(), "the file is empty: a line with the names of the columns belongs first");
  check_header(*header, name);
  std::vector<std::string> columns;
  for (const Field& field : *header) columns.emplace_back(trim(field.text));
  const std::vector<bool> kept = kept_columns(columns, without, name);

  Table table;
  for (std::size_t column = 0; column < columns.size(); ++column)
    if (kept[column]) table.columns.push_back(columns[column]);
  while (const auto record = reader.next()) {
    if (record->size() != columns.size())
      fail(name, record->front().place,
           "a row of " + std::to_string(record->size()) + " fields; the header names " +
               std::to_string(columns.size()) + " columns");
    for (std::size_t column = 0; column < columns.size(); ++column)
      if (kept[column]) table.values.push_back(number_of((*record)[column], columns[column], name));
  }
  return table;
}

Table read_csv(const std::string& path, const std::vector<std::string>& without) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw sdk::Error(AUTOLOSS_NOT_FOUND, path + ": no such file, or it may not be read");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  if (file.bad()) throw sdk::Error(AUTOLOSS_IO_ERROR, path + ": reading failed");
  return parse_csv(text, path, without);
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

}  // namespace autoloss::regression
