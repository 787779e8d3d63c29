#include "plugins/tasks/nmt/score/spans.hpp"

#include <algorithm>

namespace autoloss::nmt {

std::vector<Span> spans_of(const std::vector<std::string>& tags) {
  std::vector<Span> spans;
  bool open = false;  // whether the word before belongs to the last span
  for (std::size_t word = 0; word < tags.size(); ++word) {
    const std::string& tag = tags[word];
    const bool inside = tag.starts_with("I-");
    if (!inside && !tag.starts_with("B-")) {
      open = false;
      continue;
    }
    const std::string kind = tag.substr(2);
    if (inside && open && spans.back().kind == kind)
      spans.back().end = word + 1;
    else
      spans.push_back({word, word + 1, kind});
    open = true;
  }
  return spans;
}

void SpanScore::add(const std::vector<std::string>& found, const std::vector<std::string>& expected) {
  const std::vector<Span> given = spans_of(found), wanted = spans_of(expected);
  for (const Span& span : given)
    if (std::find(wanted.begin(), wanted.end(), span) != wanted.end()) ++right_;
  found_ += given.size();
  expected_ += wanted.size();
}

double SpanScore::f1() const {
  if (found_ + expected_ == 0) return 1;
  return 2 * static_cast<double>(right_) / static_cast<double>(found_ + expected_);
}

}  // namespace autoloss::nmt
