#include "conformance/configuration.hpp"

#include <charconv>
#include <cmath>
#include <stdexcept>

namespace autoloss::conformance {
namespace {

Setting default_of(const autoloss_parameter& parameter) {
  Setting setting;
  setting.key = parameter.key;
  setting.type = parameter.type;
  setting.integer = parameter.default_integer;
  setting.number = parameter.default_number;
  if (parameter.default_string != nullptr) setting.string = parameter.default_string;
  for (uint64_t item = 0; item < parameter.default_count; ++item) {
    if (parameter.type == AUTOLOSS_TYPE_NUMBERS) setting.numbers.push_back(parameter.default_numbers[item]);
    if (parameter.type == AUTOLOSS_TYPE_STRINGS) setting.strings.emplace_back(parameter.default_strings[item]);
  }
  return setting;
}

std::string trimmed(const std::string& text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  return begin == std::string::npos ? "" : text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

template <class Number>
Number number_in(const std::string& key, const std::string& text, const char* expected) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size())
    throw std::invalid_argument("parameter '" + key + "': expected " + expected + ", found '" + text + "'");
  return value;
}

std::vector<std::string> list_in(const std::string& key, const std::string& text) {
  if (text.size() < 2 || text.front() != '[' || text.back() != ']')
    throw std::invalid_argument("parameter '" + key + "': expected a list such as [1, 2], found '" + text + "'");
  const std::string inside = trimmed(text.substr(1, text.size() - 2));
  std::vector<std::string> items;
  for (std::size_t begin = 0; begin < inside.size();) {
    const std::size_t end = std::min(inside.find(',', begin), inside.size());
    items.push_back(trimmed(inside.substr(begin, end - begin)));
    begin = end + 1;
  }
  return items;
}

void read(Setting& setting, const std::string& text) {
  switch (setting.type) {
    case AUTOLOSS_TYPE_INTEGER:
      setting.integer = number_in<int64_t>(setting.key, text, "an integer");
      return;
    case AUTOLOSS_TYPE_NUMBER:
      setting.number = number_in<double>(setting.key, text, "a number");
      return;
    case AUTOLOSS_TYPE_BOOLEAN:
      if (text != "true" && text != "false")
        throw std::invalid_argument("parameter '" + setting.key + "': expected true or false, found '" + text + "'");
      setting.integer = text == "true" ? 1 : 0;
      return;
    case AUTOLOSS_TYPE_NUMBERS:
      setting.numbers.clear();
      for (const std::string& item : list_in(setting.key, text))
        setting.numbers.push_back(number_in<double>(setting.key, item, "a list of numbers"));
      return;
    case AUTOLOSS_TYPE_STRINGS:
      setting.strings = list_in(setting.key, text);
      return;
    default:
      setting.string = text;
  }
}

}  // namespace

Configuration::Configuration(Parameters published) : published_(published) {
  for (const autoloss_parameter* parameter : published_) settings_.push_back(default_of(*parameter));
}

bool Configuration::set(const std::string& key, const std::string& text) {
  for (Setting& setting : settings_) {
    if (setting.key != key) continue;
    read(setting, trimmed(text));
    return true;
  }
  return false;
}

Setting& Configuration::at(const std::string& key) {
  for (Setting& setting : settings_)
    if (setting.key == key) return setting;
  throw std::out_of_range("no parameter '" + key + "'");
}

BorrowedConfig::BorrowedConfig(const Configuration& configuration, std::size_t extra)
    : kept_(configuration), config_(extra) {
  values_.reserve(kept_.settings().size());
  lists_.reserve(kept_.settings().size());
  for (const Setting& setting : kept_.settings()) {
    Padded<autoloss_value>& value = values_.emplace_back(extra);
    std::vector<const char*>& list = lists_.emplace_back();
    for (const std::string& item : setting.strings) list.push_back(item.c_str());
    value->type = setting.type;
    value->key = setting.key.c_str();
    value->integer = setting.integer;
    value->number = setting.number;
    value->string = setting.string.c_str();
    value->numbers = setting.numbers.data();
    value->strings = list.data();
    value->count = setting.type == AUTOLOSS_TYPE_STRINGS ? list.size() : setting.numbers.size();
    pointers_.push_back(value.get());
  }
  config_->value_count = static_cast<uint32_t>(pointers_.size());
  config_->values = pointers_.data();
}

}  // namespace autoloss::conformance
