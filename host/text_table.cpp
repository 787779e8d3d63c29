#include "host/text_table.hpp"

#include <algorithm>

namespace autoloss::host {

std::string TextTable::text(std::size_t indent) const {
  std::vector<std::size_t> width(rows_.front().size());
  for (const auto& cells : rows_)
    for (std::size_t column = 0; column < width.size(); ++column)
      width[column] = std::max(width[column], cells[column].size());

  std::string text;
  for (const auto& cells : rows_) {
    std::string line(indent, ' ');
    for (std::size_t column = 0; column < width.size(); ++column)
      line += cells[column] + std::string(width[column] + 2 - cells[column].size(), ' ');
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

}  // namespace autoloss::host
