// What the value of a key has to be: one form for the parameters that components publish and for the keys of an
// experiment file itself, and the one check of both.
#pragma once

#include <autoloss/config.h>

#include <filesystem>
#include <limits>
#include <string>
#include <vector>

#include "core/config/document.hpp"
#include "core/value.hpp"

namespace autoloss {

struct Parameter {
  enum class Type {
    kInteger,
    kNumber,
    kBoolean,
    kString,
    kNumbers,
    kStrings,
    kPath,
    kTable,  // of an experiment file only: has keys of its own
    kList,   // likewise: items that depend on other keys
  };
  std::string key;
  Type type = Type::kNumber;
  std::string unit;  // "" for none
  std::string description;
  Value standard;         // the default
  std::string otherwise;  // what holds without it where that is no fixed value: "the method's name"
  double least = -std::numeric_limits<double>::infinity();
  double most = std::numeric_limits<double>::infinity();
  std::vector<std::string> choices;  // empty: anything
};

Parameter parameter_of(const autoloss_parameter& published);
std::vector<Parameter> parameters_of(const autoloss_parameter* const* published, uint32_t count);

std::string type_text(const Parameter& parameter);      // "integer", "list of numbers"
std::string limits_text(const Parameter& parameter);    // "1 to 4096", "any of a, b", "" for none
std::string standard_text(const Parameter& parameter);  // the default, as TOML; what holds otherwise; "" for none
// All of it on one line: "integer, 1 to 4096 rows, default 16".
std::string expectation(const Parameter& parameter);

// Whose keys are checked: names it in messages.
struct KeyOwner {
  std::string name;  // "controller 'softmax_mlp'", "[method.mlp.train]"
  std::string noun;  // "parameter", "key"
  std::string help;  // the command that lists them
};

// Throws ConfigError at the key's place, with the nearest of what is known.
[[noreturn]] void unknown_key(const KeyOwner& owner, const NodeEntry& entry, const std::vector<Parameter>& known);

// The value of a node as the parameter wants it. folder: where relative paths start; those of the command line start at
// the working directory. Throws ConfigError at the node's place: wrong type, not finite, out of range, none of the
// choices.
Value check_value(const KeyOwner& owner, const Parameter& parameter, const Node& node,
                  const std::filesystem::path& folder);

// Likewise for a range to draw the parameter from or to search.
Range check_range(const KeyOwner& owner, const Parameter& parameter, const Node& node,
                  const std::filesystem::path& folder);

// As the file would have them.
Node node_of(const Value& value);
Node node_of(const Range& range);

}  // namespace autoloss
