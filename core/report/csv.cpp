#include "core/report/csv.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "core/errors.hpp"
#include "core/file.hpp"

namespace autoloss {
namespace {

// Reads a text row by row.
class CsvReader {
 public:
  CsvReader(std::string_view text, const std::string& file) : text_(text), file_(file) {}

  bool at_end() const { return next_ == text_.size(); }
  bool ended_the_line() const { return next_ > 0 && text_[next_ - 1] == '\n'; }
  Place place() const { return {file_, line_, 0}; }

  std::vector<std::string> row() {
    ++line_;
    std::vector<std::string> fields{""};
    while (!at_end()) {
      const char c = text_[next_++];
      if (c == '\n') break;
      if (c == ',')
        fields.emplace_back();
      else if (c == '"' && fields.back().empty())
        quoted(fields.back());
      else if (c != '\r')
        fields.back() += c;
    }
    return fields;
  }

 private:
  void quoted(std::string& field) {
    const Place opened = place();
    while (!at_end()) {
      const char c = text_[next_++];
      if (c == '\n') ++line_;
      if (c != '"') {
        field += c;
      } else if (!at_end() && text_[next_] == '"') {
        field += text_[next_++];
      } else {
        return;
      }
    }
    throw ConfigError(opened, "a quote is opened and not closed");
  }

  std::string_view text_;
  const std::string& file_;
  std::size_t next_ = 0;
  std::uint32_t line_ = 0;
};

void append_field(std::string& text, const std::string& field) {
  if (field.find_first_of(",\"\r\n") == std::string::npos) {
    text += field;
    return;
  }
  text += '"';
  for (const char c : field) {
    if (c == '"') text += '"';
    text += c;
  }
  text += '"';
}

void append_row(std::string& text, const std::vector<std::string>& fields) {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) text += ',';
    append_field(text, fields[i]);
  }
  text += '\n';
}

}  // namespace

std::optional<std::size_t> Csv::column(std::string_view name) const {
  const auto found = std::find(columns.begin(), columns.end(), name);
  if (found == columns.end()) return std::nullopt;
  return static_cast<std::size_t>(found - columns.begin());
}

Csv parse_csv(std::string_view text, const std::string& file) {
  CsvReader reader(text, file);
  Csv table;
  table.columns = reader.row();
  while (!reader.at_end()) {
    std::vector<std::string> row = reader.row();
    if (row.size() == 1 && row.front().empty()) continue;
    if (row.size() < table.columns.size() && !reader.ended_the_line()) break;
    if (row.size() != table.columns.size())
      throw ConfigError(reader.place(), "expected " + std::to_string(table.columns.size()) + " fields, found " +
                                            std::to_string(row.size()));
    table.rows.push_back(std::move(row));
  }
  return table;
}

std::string to_csv(const Csv& table) {
  std::string text;
  append_row(text, table.columns);
  for (const std::vector<std::string>& row : table.rows) append_row(text, row);
  return text;
}

std::string csv_number(double value) {
  if (!std::isfinite(value)) return "";
  return number_text(value);
}

double number_in(const std::string& field) {
  double value = 0;
  const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), value);
  const bool whole = error == std::errc{} && end == field.data() + field.size();
  return whole ? value : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace autoloss
