// Columns of text for a terminal.
#pragma once

#include <string>
#include <vector>

namespace autoloss::host {

// Columns as wide as their longest cell; the last one is not filled up.
class TextTable {
 public:
  explicit TextTable(std::vector<std::string> headings) { rows_.push_back(std::move(headings)); }
  void row(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }

  // indent: spaces before each row.
  std::string text(std::size_t indent = 0) const;

 private:
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace autoloss::host
