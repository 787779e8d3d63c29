// Pieces of an HTML page. Texts come in plain and are escaped here.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace autoloss {

// For text between tags and within quoted attributes. Bytes that are no UTF-8 and control characters become U+FFFD.
std::string escaped(std::string_view text);

// A table with one row of headings. Columns of text stand left and wrap, the others stand right with equal digits.
class HtmlTable {
 public:
  // text_columns: their positions.
  explicit HtmlTable(const std::vector<std::string>& headings, std::vector<std::size_t> text_columns = {0});

  // cells: plain text, one a heading. emphasis: a class for the row, "" for none.
  void row(const std::vector<std::string>& cells, std::string_view emphasis = "");

  // "" without rows.
  std::string html() const { return rows_.empty() ? "" : head_ + rows_ + "</tbody></table></div>\n"; }

 private:
  std::string cell(std::string_view tag, std::size_t column, std::string_view text) const;

  std::size_t columns_;
  std::vector<std::size_t> text_columns_;
  std::string head_;
  std::string rows_;
};

// A picture by gnuplot as part of a page: without the XML head, with its ids made unique by `prefix`, and with a title
// for who cannot see it.
std::string inlined_svg(std::string_view svg, std::string_view prefix, std::string_view title);

}  // namespace autoloss
