#include "core/config/parameter.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/nearest.hpp"

namespace autoloss {
namespace {

using Type = Parameter::Type;

constexpr double kMostIntegers = 1e6;  // that a range of integers may hold

bool is_numeric(const Parameter& parameter) {
  return parameter.type == Type::kInteger || parameter.type == Type::kNumber;
}

// One value being checked: knows whose it is and says what is wrong with it.
class Check {
 public:
  Check(const KeyOwner& owner, const Parameter& parameter, const Node& node, const std::filesystem::path& folder)
      : owner_(owner), parameter_(parameter), node_(node), folder_(folder) {}

  Value value() const {
    switch (parameter_.type) {
      case Type::kInteger:
        return integer(node_);
      case Type::kNumber:
        return number(node_);
      case Type::kBoolean:
        return boolean();
      case Type::kString:
        return text(node_);
      case Type::kPath:
        return path();
      case Type::kNumbers:
        return items<double>([this](const Node& item) { return number(item); });
      case Type::kStrings:
        return items<std::string>([this](const Node& item) { return text(item); });
      case Type::kTable:
      case Type::kList:
        break;  // the reader's
    }
    fail(node_, "expected " + type_text(parameter_));
  }

  Range range() const;

 private:
  [[noreturn]] void fail(const Node& at, const std::string& what) const {
    throw ConfigError(at.place, owner_.noun + " '" + parameter_.key + "' of " + owner_.name + ": " + what + "\n  " +
                                    parameter_.key + ": " + expectation(parameter_));
  }
  [[noreturn]] void fail_type(const Node& at, const std::string& expected) const {
    fail(at, "expected " + expected + ", found " + kind_text(at));
  }

  void check_limits(const Node& at, double number) const {
    const std::string written = to_text(Value{number});
    if (std::isnan(number)) fail(at, "nan is no value for it");
    if (number < parameter_.least) fail(at, written + " is below " + to_text(Value{parameter_.least}));
    if (number > parameter_.most) fail(at, written + " is above " + to_text(Value{parameter_.most}));
    if (!std::isfinite(number)) fail(at, written + " is not finite");
  }

  int64_t integer(const Node& at) const {
    const auto* written = std::get_if<int64_t>(&at.value);
    if (written == nullptr) {
      const auto* number = std::get_if<double>(&at.value);
      const bool whole = number != nullptr && std::abs(*number) < 1e15 && *number == std::trunc(*number);
      if (whole) fail_type(at, "an integer (write " + to_text(Value{*number}) + ")");
      fail_type(at, "an integer");
    }
    check_limits(at, static_cast<double>(*written));
    return *written;
  }

  double number(const Node& at) const {
    double written = 0;
    if (const auto* number = std::get_if<double>(&at.value)) {
      written = *number;
    } else if (const auto* whole = std::get_if<int64_t>(&at.value)) {
      written = static_cast<double>(*whole);
    } else {
      fail_type(at, "a number");
    }
    check_limits(at, written);
    return written;
  }

  bool boolean() const {
    const auto* written = std::get_if<bool>(&node_.value);
    if (written == nullptr) fail_type(node_, "true or false");
    return *written;
  }

  std::string text(const Node& at) const {
    const auto* written = std::get_if<std::string>(&at.value);
    if (written == nullptr) fail_type(at, "a string");
    const std::vector<std::string>& choices = parameter_.choices;
    if (choices.empty() || std::find(choices.begin(), choices.end(), *written) != choices.end()) return *written;
    const auto near = nearest(*written, choices);
    fail(at, "there is no '" + *written + "'" + (near ? "; did you mean '" + *near + "'?" : ""));
  }

  std::string path() const {
    const auto* written = std::get_if<std::string>(&node_.value);
    if (written == nullptr) fail_type(node_, "a string with a path");
    if (written->empty()) return "";
    const bool from_command_line = node_.place.line == 0;
    const std::filesystem::path below = from_command_line ? std::filesystem::current_path() : folder_;
    return std::filesystem::absolute(below / *written).lexically_normal().string();
  }

  template <class Item, class ReadItem>
  std::vector<Item> items(ReadItem read) const {
    const Node::List* list = node_.list();
    if (list == nullptr) fail_type(node_, "a list, as in [1, 2]");
    std::vector<Item> values;
    for (const Node& item : *list) values.push_back(read(item));
    return values;
  }

  void read_limits(const Node& limits, Range& range) const;

  const KeyOwner& owner_;
  const Parameter& parameter_;
  const Node& node_;
  const std::filesystem::path& folder_;
};

Range::Kind range_kind(const std::string& key) {
  if (key == "log_uniform") return Range::Kind::kLogUniform;
  if (key == "logit_uniform") return Range::Kind::kLogitUniform;
  if (key == "integer") return Range::Kind::kInteger;
  if (key == "choice") return Range::Kind::kChoice;
  return Range::Kind::kUniform;
}

std::string range_key(Range::Kind kind) {
  switch (kind) {
    case Range::Kind::kUniform:
      return "uniform";
    case Range::Kind::kLogUniform:
      return "log_uniform";
    case Range::Kind::kLogitUniform:
      return "logit_uniform";
    case Range::Kind::kInteger:
      return "integer";
    case Range::Kind::kChoice:
      return "choice";
  }
  return "";
}

Range Check::range() const {
  const Node::Table* table = node_.table();
  constexpr const char* kExpected = "a range, as in { uniform = [0.5, 4] } or { choice = [1, 2, 4] }";
  if (table == nullptr) fail_type(node_, kExpected);
  const NodeEntry* kind = nullptr;
  Range range;
  for (const NodeEntry& entry : *table) {
    const bool names_kind = std::find(range_keys().begin(), range_keys().end(), entry.key) != range_keys().end();
    if (names_kind && kind != nullptr)
      fail(node_, "a range is one of '" + kind->key + "' and '" + entry.key + "', not both");
    if (names_kind) {
      kind = &entry;
    } else if (entry.key == "points") {
      const auto* points = std::get_if<int64_t>(&entry.value.value);
      if (points == nullptr || *points < 1 || static_cast<double>(*points) > kMostIntegers)
        fail(entry.value, "points: expected an integer, 1 to 1000000, found " + kind_text(entry.value));
      range.points = *points;
    } else {
      std::vector<std::string> known = range_keys();
      known.push_back("points");
      const auto near = nearest(entry.key, known);
      throw ConfigError(entry.place, owner_.noun + " '" + parameter_.key + "' of " + owner_.name +
                                         ": a range has no key '" + entry.key + "'" +
                                         (near ? "\n  did you mean '" + *near + "'?" : "") +
                                         "\n  known: " + listed(known));
    }
  }
  if (kind == nullptr) fail_type(node_, kExpected);
  range.kind = range_kind(kind->key);
  const bool discrete = range.kind == Range::Kind::kInteger || range.kind == Range::Kind::kChoice;
  if (discrete && range.points > 0) fail(node_, "'" + kind->key + "' has points of its own; leave 'points' out");
  read_limits(kind->value, range);
  return range;
}

void Check::read_limits(const Node& limits, Range& range) const {
  const Node::List* list = limits.list();
  if (range.kind == Range::Kind::kChoice) {
    if (list == nullptr || list->empty()) fail_type(limits, "a list of values to choose from");
    for (const Node& item : *list) range.choices.push_back(check_value(owner_, parameter_, item, folder_));
    return;
  }
  if (!is_numeric(parameter_)) fail(limits, "only numbers are drawn from a range; use { choice = [..] }");
  if (list == nullptr || list->size() != 2) fail_type(limits, "two limits, as in [0.5, 4]");
  const bool whole = range.kind == Range::Kind::kInteger;
  range.least = whole ? static_cast<double>(integer((*list)[0])) : number((*list)[0]);
  range.most = whole ? static_cast<double>(integer((*list)[1])) : number((*list)[1]);
  const std::string written = "[" + to_text(Value{range.least}) + ", " + to_text(Value{range.most}) + "]";
  if (range.least > range.most) fail(limits, written + " is empty: the first limit is the smaller one");
  if (range.kind == Range::Kind::kLogUniform && range.least <= 0)
    fail(limits, "log_uniform needs limits above 0, found " + written);
  if (range.kind == Range::Kind::kLogitUniform && (range.least <= 0 || range.most >= 1))
    fail(limits, "logit_uniform needs limits between 0 and 1, found " + written);
  if (whole && range.most - range.least > kMostIntegers)
    fail(limits, written + " holds more than a million integers; use uniform or log_uniform");
}

std::vector<std::string> keys_of(const std::vector<Parameter>& parameters) {
  std::vector<std::string> keys;
  for (const Parameter& parameter : parameters) keys.push_back(parameter.key);
  return keys;
}

}  // namespace

Parameter parameter_of(const autoloss_parameter& published) {
  Parameter parameter;
  parameter.key = published.key;
  parameter.unit = published.unit;
  parameter.description = published.description;
  const auto limited = [&](Type type) {
    parameter.type = type;
    parameter.least = published.least;
    parameter.most = published.most;
  };
  const auto chosen = [&](Type type) {
    parameter.type = type;
    parameter.choices.assign(published.choices, published.choices + published.choice_count);
  };
  const std::string text = published.default_string != nullptr ? published.default_string : "";
  switch (published.type) {
    case AUTOLOSS_TYPE_INTEGER:
      limited(Type::kInteger);
      parameter.standard = published.default_integer;
      break;
    case AUTOLOSS_TYPE_NUMBER:
      limited(Type::kNumber);
      parameter.standard = published.default_number;
      break;
    case AUTOLOSS_TYPE_BOOLEAN:
      parameter.type = Type::kBoolean;
      parameter.standard = published.default_integer != 0;
      break;
    case AUTOLOSS_TYPE_STRING:
      chosen(Type::kString);
      parameter.standard = text;
      break;
    case AUTOLOSS_TYPE_PATH:
      parameter.type = Type::kPath;
      parameter.standard = text;
      break;
    case AUTOLOSS_TYPE_NUMBERS:
      limited(Type::kNumbers);
      parameter.standard =
          std::vector<double>(published.default_numbers, published.default_numbers + published.default_count);
      break;
    default:  // STRINGS; the loader lets no other type through
      chosen(Type::kStrings);
      parameter.standard =
          std::vector<std::string>(published.default_strings, published.default_strings + published.default_count);
  }
  return parameter;
}

std::vector<Parameter> parameters_of(const autoloss_parameter* const* published, uint32_t count) {
  std::vector<Parameter> parameters;
  for (uint32_t index = 0; index < count; ++index) parameters.push_back(parameter_of(*published[index]));
  return parameters;
}

std::string type_text(const Parameter& parameter) {
  switch (parameter.type) {
    case Type::kInteger:
      return "integer";
    case Type::kNumber:
      return "number";
    case Type::kBoolean:
      return "boolean";
    case Type::kString:
      return "string";
    case Type::kNumbers:
      return "list of numbers";
    case Type::kStrings:
      return "list of strings";
    case Type::kPath:
      return "path";
    case Type::kTable:
      return "table";
    case Type::kList:
      return "list";
  }
  return "";
}

std::string limits_text(const Parameter& parameter) {
  if (!parameter.choices.empty())
    return (parameter.type == Type::kStrings ? "any of " : "one of ") + listed(parameter.choices);
  if (!is_numeric(parameter) && parameter.type != Type::kNumbers) return "";
  const std::string least = to_text(Value{parameter.least}), most = to_text(Value{parameter.most});
  if (std::isfinite(parameter.least) && std::isfinite(parameter.most)) return least + " to " + most;
  if (std::isfinite(parameter.least)) return "at least " + least;
  return std::isfinite(parameter.most) ? "at most " + most : "";
}

std::string standard_text(const Parameter& parameter) {
  if (!parameter.otherwise.empty()) return parameter.otherwise;
  if (parameter.type == Type::kTable || parameter.type == Type::kList) return "";
  const bool is_text = std::holds_alternative<std::string>(parameter.standard);
  return is_text ? "\"" + to_text(parameter.standard) + "\"" : to_text(parameter.standard);
}

std::string expectation(const Parameter& parameter) {
  std::string text = type_text(parameter);
  if (const std::string limits = limits_text(parameter); !limits.empty()) text += ", " + limits;
  if (!parameter.unit.empty()) text += " " + parameter.unit;
  const std::string standard = standard_text(parameter);
  return standard.empty() ? text : text + ", default " + standard;
}

void unknown_key(const KeyOwner& owner, const NodeEntry& entry, const std::vector<Parameter>& known) {
  std::string message = owner.name + " has no " + owner.noun + " '" + entry.key + "'";
  const std::vector<std::string> keys = keys_of(known);
  if (const auto near = nearest(entry.key, keys)) {
    const auto place = static_cast<std::size_t>(std::find(keys.begin(), keys.end(), *near) - keys.begin());
    message += "\n  did you mean '" + *near + "'? (" + expectation(known[place]) + ")";
  } else {
    message += "\n  known: " + listed(keys);
  }
  throw ConfigError(entry.place, message + "\n  list them all: " + owner.help);
}

Value check_value(const KeyOwner& owner, const Parameter& parameter, const Node& node,
                  const std::filesystem::path& folder) {
  return Check(owner, parameter, node, folder).value();
}

Range check_range(const KeyOwner& owner, const Parameter& parameter, const Node& node,
                  const std::filesystem::path& folder) {
  return Check(owner, parameter, node, folder).range();
}

Node node_of(const Value& value) {
  Node node;
  std::visit(
      [&node](const auto& item) {
        using Item = std::decay_t<decltype(item)>;
        if constexpr (std::is_same_v<Item, std::vector<double>> || std::is_same_v<Item, std::vector<std::string>>) {
          Node::List list;
          for (const auto& entry : item) list.push_back(node_of(Value{entry}));
          node.value = std::move(list);
        } else {
          node.value = item;
        }
      },
      value);
  return node;
}

Node node_of(const Range& range) {
  Node limits{Node::List{}, {}, false};
  Node::List& list = std::get<Node::List>(limits.value);
  if (range.kind == Range::Kind::kChoice) {
    for (const Value& choice : range.choices) list.push_back(node_of(choice));
  } else {
    for (const double limit : {range.least, range.most})
      list.push_back(node_of(range.kind == Range::Kind::kInteger ? Value{static_cast<int64_t>(limit)} : Value{limit}));
  }
  Node node{Node::Table{}, {}, true};
  node.set(range_key(range.kind), std::move(limits));
  if (range.points > 0) node.set("points", node_of(Value{range.points}));
  return node;
}

}  // namespace autoloss
