// A place in a JSON document that can say where it is when something there is wrong. For the sources of this folder.
#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/errors.hpp"

namespace autoloss {

// Throws ConfigError "FILE:LINE:COLUMN: ..." for text that is no JSON. place: where the text begins.
nlohmann::ordered_json parse_json(std::string_view text, Place place);

// Borrows the document. What is asked for and is not there, or is of another kind, throws ConfigError:
// "FILE:LINE: methods[2].mean: expected a number, found "high"".
class JsonNode {
 public:
  JsonNode(const nlohmann::ordered_json& document, Place place) : value_(&document), place_(std::move(place)) {}

  bool has(const char* key) const;  // false also for null
  JsonNode at(const char* key) const;
  std::vector<JsonNode> items() const;                            // of an array
  std::vector<std::pair<std::string, JsonNode>> members() const;  // of an object

  std::string text() const;
  bool truth() const;
  double number() const;  // null, which is how JSON writes what is not finite, is NaN
  std::uint64_t count() const;
  std::vector<double> numbers() const;

  // The same where the key may be left out or null.
  std::string text(const char* key, std::string otherwise) const { return has(key) ? at(key).text() : otherwise; }
  bool truth(const char* key, bool otherwise) const { return has(key) ? at(key).truth() : otherwise; }
  double number(const char* key, double otherwise) const { return has(key) ? at(key).number() : otherwise; }
  std::uint64_t count(const char* key, std::uint64_t otherwise) const { return has(key) ? at(key).count() : otherwise; }

  bool is_number() const { return value_->is_number(); }
  bool is_object() const { return value_->is_object(); }
  bool is_array() const { return value_->is_array(); }
  // As the file has it; a string without its quotes.
  std::string shown() const;

  [[noreturn]] void wrong(std::string_view expected) const;

 private:
  JsonNode below(const nlohmann::ordered_json& value, std::string path) const;
  std::string prefix() const { return path_.empty() ? "" : path_ + ": "; }

  const nlohmann::ordered_json* value_;
  Place place_;
  std::string path_;
};

}  // namespace autoloss
