// Typed values of parameters, and ranges that values are drawn from.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

namespace autoloss {

// A parameter's value, of the type that its component publishes. A path is a string.
using Value = std::variant<int64_t, double, bool, std::string, std::vector<double>, std::vector<std::string>>;
using ValueMap = std::map<std::string, Value>;

// Where values come from when a parameter is no single value. In an experiment file, one of
//   { uniform = [0.5, 4] }  { log_uniform = [1e-4, 5e-3] }  { logit_uniform = [0.01, 0.99] }  { integer = [1, 9] }
//   { choice = [60, 100, 200] }
// and, where a grid is searched, points = 50 beside the first three (evenly spaced on that scale, ends included).
struct Range {
  enum class Kind { kUniform, kLogUniform, kLogitUniform, kInteger, kChoice };
  Kind kind = Kind::kUniform;
  double least = 0;
  double most = 0;
  std::vector<Value> choices;  // kChoice
  int64_t points = 0;          // of a grid; 0: no grid was asked for

  bool operator==(const Range&) const = default;

  // The value at a share in [0, 1) of the range: 0.5 is its middle on its own scale. Of kInteger and kChoice, the item
  // there, each of equal share.
  // integer: whether the parameter wants whole numbers; rounds.
  Value at(double share, bool integer) const;

  // The points of the grid, in order, rounded and without repetition for integers; all of kInteger, all of kChoice.
  // Throws ConfigError when `points` is missing where there is no end of values.
  std::vector<Value> grid(bool integer) const;
};
using RangeMap = std::map<std::string, Range>;

// As an experiment file would have it (0.2, true, [1, 5], ["a", "b"]), but a string by itself has no quotes. A number
// is the shortest decimal that reads back the same.
std::string to_text(const Value& value);
double to_number(const Value& value);  // an integer, number or boolean as double; throws ConfigError for others

}  // namespace autoloss
