// Tables for a terminal.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

namespace autoloss {

using TextRow = std::vector<std::string>;

// Rows in columns of equal width: those of `left` stand left, the others, numbers, right.
std::string in_columns(const std::vector<TextRow>& rows, const std::set<std::size_t>& left = {0});

}  // namespace autoloss
