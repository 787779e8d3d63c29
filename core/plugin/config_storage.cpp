#include "core/plugin/config_storage.hpp"

namespace autoloss {
namespace {

autoloss_value default_of(const autoloss_parameter& parameter) {
  autoloss_value value{};
  value.struct_size = sizeof(value);
  value.type = parameter.type;
  value.key = parameter.key;
  value.integer = parameter.default_integer;
  value.number = parameter.default_number;
  value.string = parameter.default_string != nullptr ? parameter.default_string : "";
  value.numbers = parameter.default_numbers;
  value.strings = parameter.default_strings;
  value.count = parameter.default_count;
  return value;
}

}  // namespace

ConfigStorage::ConfigStorage(std::span<const autoloss_parameter* const> published, const ValueMap& values) {
  values_.reserve(published.size());
  strings_.reserve(published.size());
  for (const autoloss_parameter* parameter : published) {
    autoloss_value& value = values_.emplace_back(default_of(*parameter));
    const auto found = values.find(parameter->key);
    if (found == values.end()) continue;
    if (const auto* integer = std::get_if<int64_t>(&found->second))
      value.integer = *integer, value.number = double(*integer);
    if (const auto* boolean = std::get_if<bool>(&found->second)) value.integer = *boolean ? 1 : 0;
    if (const auto* number = std::get_if<double>(&found->second)) value.number = *number;
    if (const auto* text = std::get_if<std::string>(&found->second)) value.string = text->c_str();
    if (const auto* numbers = std::get_if<std::vector<double>>(&found->second)) {
      value.numbers = numbers->data();
      value.count = numbers->size();
    }
    if (const auto* texts = std::get_if<std::vector<std::string>>(&found->second)) {
      std::vector<const char*>& kept = strings_.emplace_back();
      for (const std::string& text : *texts) kept.push_back(text.c_str());
      value.strings = kept.data();
      value.count = kept.size();
    }
  }
  for (const autoloss_value& value : values_) pointers_.push_back(&value);
  config_ = {sizeof(config_), static_cast<uint32_t>(pointers_.size()), pointers_.data()};
}

}  // namespace autoloss
