#include "core/value.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "core/errors.hpp"

namespace autoloss {
namespace {

double logit(double share) {
  return std::log(share / (1 - share));
}

// To the scale on which the range is even, and back.
double to_scale(Range::Kind kind, double value) {
  if (kind == Range::Kind::kLogUniform) return std::log(value);
  if (kind == Range::Kind::kLogitUniform) return logit(value);
  return value;
}
double from_scale(Range::Kind kind, double place) {
  if (kind == Range::Kind::kLogUniform) return std::exp(place);
  if (kind == Range::Kind::kLogitUniform) return 1 / (1 + std::exp(-place));
  return place;
}

// The value at a share in [0, 1] of a range without steps; the ends are exact.
double even_value(const Range& range, double share) {
  if (share <= 0) return range.least;
  if (share >= 1) return range.most;
  const double least = to_scale(range.kind, range.least), most = to_scale(range.kind, range.most);
  return std::clamp(from_scale(range.kind, least + (most - least) * share), range.least, range.most);
}

Value typed(double number, bool integer) {
  if (!integer) return number;
  return static_cast<int64_t>(std::llround(number));
}

std::size_t item_at(double share, std::size_t count) {
  const auto place = static_cast<std::size_t>(std::clamp(share, 0.0, 1.0) * static_cast<double>(count));
  return std::min(place, count - 1);
}

std::string quoted(const std::string& text) {
  std::string written = "\"";
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') written += '\\';
    written += letter;
  }
  return written + "\"";
}

std::string shortest(double number) {
  if (std::isnan(number)) return "nan";
  const double size = std::abs(number);
  const bool plain = number == 0 || (size >= 1e-5 && size < 1e15);  // written out, without an exponent
  char buffer[64];
  const auto end = plain ? std::to_chars(buffer, buffer + sizeof(buffer), number, std::chars_format::fixed).ptr
                         : std::to_chars(buffer, buffer + sizeof(buffer), number).ptr;
  return {buffer, end};
}

template <class Items, class Write>
std::string list_text(const Items& items, Write write) {
  std::string text = "[";
  for (std::size_t item = 0; item < items.size(); ++item) text += (item == 0 ? "" : ", ") + write(items[item]);
  return text + "]";
}

}  // namespace

Value Range::at(double share, bool integer) const {
  if (kind == Kind::kChoice) return choices.at(item_at(share, choices.size()));
  if (kind == Kind::kInteger)
    return typed(least + static_cast<double>(item_at(share, static_cast<std::size_t>(most - least) + 1)), integer);
  return typed(even_value(*this, share), integer);
}

std::vector<Value> Range::grid(bool integer) const {
  if (kind == Kind::kChoice) return choices;
  std::vector<Value> values;
  if (kind == Kind::kInteger) {
    const auto last = static_cast<int64_t>(most);
    for (auto value = static_cast<int64_t>(least); value <= last; ++value)
      values.push_back(typed(static_cast<double>(value), integer));
    return values;
  }
  if (points < 1) throw ConfigError("a grid needs the number of its points: points = 50");
  for (int64_t point = 0; point < points; ++point) {
    const double share = points == 1 ? 0.5 : static_cast<double>(point) / static_cast<double>(points - 1);
    Value value = typed(even_value(*this, share), integer);
    if (values.empty() || values.back() != value) values.push_back(std::move(value));
  }
  return values;
}

std::string to_text(const Value& value) {
  struct Writer {
    std::string operator()(int64_t integer) const { return std::to_string(integer); }
    std::string operator()(double number) const { return shortest(number); }
    std::string operator()(bool boolean) const { return boolean ? "true" : "false"; }
    std::string operator()(const std::string& text) const { return text; }
    std::string operator()(const std::vector<double>& numbers) const {
      return list_text(numbers, [](double number) { return shortest(number); });
    }
    std::string operator()(const std::vector<std::string>& texts) const { return list_text(texts, quoted); }
  };
  return std::visit(Writer{}, value);
}

double to_number(const Value& value) {
  if (const auto* integer = std::get_if<int64_t>(&value)) return static_cast<double>(*integer);
  if (const auto* number = std::get_if<double>(&value)) return *number;
  if (const auto* boolean = std::get_if<bool>(&value)) return *boolean ? 1 : 0;
  throw ConfigError("'" + to_text(value) + "' is no number");
}

}  // namespace autoloss
