#include "core/report/json_node.hpp"

#include <algorithm>
#include <limits>

namespace autoloss {
namespace {

constexpr std::size_t kShownOfAValue = 40;  // bytes of a wrong value that a message quotes

std::string dump(const nlohmann::ordered_json& value) {
  return value.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

// The place of the byte at `offset` in a text that begins at `start`.
Place place_of(std::string_view text, std::size_t offset, Place start) {
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  const std::size_t line_start = before.rfind('\n') + 1;  // 0 in the first line
  start.line = std::max(start.line, 1u) + static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n'));
  start.column = static_cast<std::uint32_t>(before.size() - line_start + 1);
  return start;
}

}  // namespace

nlohmann::ordered_json parse_json(std::string_view text, Place place) {
  try {
    return nlohmann::ordered_json::parse(text);
  } catch (const nlohmann::ordered_json::parse_error& error) {
    const std::size_t offset = error.byte > 0 ? error.byte - 1 : 0;
    if (offset >= text.size()) throw ConfigError(place_of(text, text.size(), place), "the JSON ends too early");
    const std::string_view rest = text.substr(offset, text.substr(offset, kShownOfAValue).find('\n'));
    throw ConfigError(place_of(text, offset, place),
                      "no JSON from here: " + std::string(rest.substr(0, kShownOfAValue)));
  } catch (const nlohmann::ordered_json::out_of_range&) {
    throw ConfigError(place, "a number is too large for a double");
  }
}

bool JsonNode::has(const char* key) const {
  return value_->is_object() && value_->contains(key) && !value_->at(key).is_null();
}

JsonNode JsonNode::at(const char* key) const {
  if (!value_->is_object()) wrong("an object");
  const auto found = value_->find(key);
  if (found == value_->end()) throw ConfigError(place_, prefix() + "no '" + key + "'");
  return below(*found, path_.empty() ? key : path_ + "." + key);
}

std::vector<JsonNode> JsonNode::items() const {
  if (!value_->is_array()) wrong("an array");
  std::vector<JsonNode> items;
  for (std::size_t i = 0; i < value_->size(); ++i)
    items.push_back(below((*value_)[i], path_ + "[" + std::to_string(i) + "]"));
  return items;
}

std::vector<std::pair<std::string, JsonNode>> JsonNode::members() const {
  if (!value_->is_object()) wrong("an object");
  std::vector<std::pair<std::string, JsonNode>> members;
  for (const auto& [key, value] : value_->items())
    members.emplace_back(key, below(value, path_.empty() ? key : path_ + "." + key));
  return members;
}

std::string JsonNode::text() const {
  if (!value_->is_string()) wrong("a string");
  return value_->get<std::string>();
}

bool JsonNode::truth() const {
  if (!value_->is_boolean()) wrong("true or false");
  return value_->get<bool>();
}

double JsonNode::number() const {
  if (value_->is_null()) return std::numeric_limits<double>::quiet_NaN();
  if (!value_->is_number()) wrong("a number");
  return value_->get<double>();
}

std::uint64_t JsonNode::count() const {
  if (!value_->is_number_unsigned()) wrong("a whole number of 0 or more");
  return value_->get<std::uint64_t>();
}

std::vector<double> JsonNode::numbers() const {
  if (!value_->is_array()) wrong("an array");
  std::vector<double> numbers;
  numbers.reserve(value_->size());
  for (const nlohmann::ordered_json& value : *value_)
    numbers.push_back(value.is_number() ? value.get<double>() : below(value, path_).number());
  return numbers;
}

std::string JsonNode::shown() const {
  return value_->is_string() ? text() : dump(*value_);
}

void JsonNode::wrong(std::string_view expected) const {
  std::string found = dump(*value_);
  if (found.size() > kShownOfAValue) found = found.substr(0, kShownOfAValue) + "...";
  throw ConfigError(place_, prefix() + "expected " + std::string(expected) + ", found " + found);
}

JsonNode JsonNode::below(const nlohmann::ordered_json& value, std::string path) const {
  JsonNode node(value, place_);
  node.path_ = std::move(path);
  return node;
}

}  // namespace autoloss
