#include "core/nearest.hpp"

#include <algorithm>

namespace autoloss {
namespace {

// Optimal string alignment distance.
std::size_t distance(std::string_view left, std::string_view right) {
  std::vector<std::size_t> before_last, last(right.size() + 1), row(right.size() + 1);
  for (std::size_t column = 0; column <= right.size(); ++column) last[column] = column;
  for (std::size_t line = 1; line <= left.size(); ++line) {
    row[0] = line;
    for (std::size_t column = 1; column <= right.size(); ++column) {
      const std::size_t replaced = last[column - 1] + (left[line - 1] == right[column - 1] ? 0 : 1);
      row[column] = std::min({replaced, last[column] + 1, row[column - 1] + 1});
      const bool swapped =
          line > 1 && column > 1 && left[line - 1] == right[column - 2] && left[line - 2] == right[column - 1];
      if (swapped) row[column] = std::min(row[column], before_last[column - 2] + 1);
    }
    before_last = last;
    last = row;
  }
  return last[right.size()];
}

bool one_begins_the_other(std::string_view left, std::string_view right) {
  constexpr std::size_t kTelling = 3;  // fewer letters in common say nothing
  return std::min(left.size(), right.size()) >= kTelling && (left.starts_with(right) || right.starts_with(left));
}

}  // namespace

std::optional<std::string> nearest(std::string_view written, const std::vector<std::string>& known) {
  constexpr std::size_t kLongest = 100;  // longer is no slip of a known name, and the distance takes quadratic time
  if (written.size() > kLongest) return std::nullopt;

  std::optional<std::string> best;
  std::size_t least = written.size() / 3 + 2;
  for (const std::string& name : known) {
    const std::size_t found = one_begins_the_other(written, name) ? 1 : distance(written, name);
    if (found >= least || found >= std::max(written.size(), name.size())) continue;
    least = found;
    best = name;
  }
  return best;
}

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text.empty() ? "none" : text;
}

}  // namespace autoloss
