// Parameters: published once, read by key.
#ifndef AUTOLOSS_CPP_CONFIG_HPP
#define AUTOLOSS_CPP_CONFIG_HPP

#include <autoloss/config.h>

#include <autoloss/cpp/error.hpp>
#include <cstdio>
#include <cstring>
#include <deque>
#include <initializer_list>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace autoloss::sdk {

// The parameters that a component publishes, in the order they were added. Strings are literals: kept, not copied.
//   static const ParameterList list = ParameterList{}.number("learning_rate", 5e-4, 1e-9, 10, "", "step of Adam");
class ParameterList {
 public:
  ParameterList&& integer(const char* key, int64_t value, int64_t least, int64_t most, const char* unit,
                          const char* description) && {
    autoloss_parameter& parameter = add(AUTOLOSS_TYPE_INTEGER, key, unit, description);
    parameter.default_integer = value;
    parameter.least = static_cast<double>(least);
    parameter.most = static_cast<double>(most);
    return std::move(*this);
  }
  ParameterList&& number(const char* key, double value, double least, double most, const char* unit,
                         const char* description) && {
    autoloss_parameter& parameter = add(AUTOLOSS_TYPE_NUMBER, key, unit, description);
    parameter.default_number = value;
    parameter.least = least;
    parameter.most = most;
    return std::move(*this);
  }
  ParameterList&& boolean(const char* key, bool value, const char* description) && {
    add(AUTOLOSS_TYPE_BOOLEAN, key, "", description).default_integer = value ? 1 : 0;
    return std::move(*this);
  }
  // choices: what is allowed; empty for anything.
  ParameterList&& string(const char* key, const char* value, std::initializer_list<const char*> choices,
                         const char* description) && {
    autoloss_parameter& parameter = add(AUTOLOSS_TYPE_STRING, key, "", description);
    parameter.default_string = value;
    set_choices(parameter, choices);
    return std::move(*this);
  }
  ParameterList&& path(const char* key, const char* description) && {
    add(AUTOLOSS_TYPE_PATH, key, "", description).default_string = "";
    return std::move(*this);
  }
  ParameterList&& numbers(const char* key, std::initializer_list<double> value, double least, double most,
                          const char* unit, const char* description) && {
    autoloss_parameter& parameter = add(AUTOLOSS_TYPE_NUMBERS, key, unit, description);
    const std::vector<double>& kept = numbers_.emplace_back(value);
    parameter.default_numbers = kept.data();
    parameter.default_count = kept.size();
    parameter.least = least;
    parameter.most = most;
    return std::move(*this);
  }
  ParameterList&& strings(const char* key, std::initializer_list<const char*> value,
                          std::initializer_list<const char*> choices, const char* description) && {
    autoloss_parameter& parameter = add(AUTOLOSS_TYPE_STRINGS, key, "", description);
    const std::vector<const char*>& kept = strings_.emplace_back(value);
    parameter.default_strings = kept.data();
    parameter.default_count = kept.size();
    set_choices(parameter, choices);
    return std::move(*this);
  }

  const autoloss_parameter* const* data() const noexcept { return pointers_.data(); }
  uint32_t size() const noexcept { return static_cast<uint32_t>(pointers_.size()); }

 private:
  autoloss_parameter& add(uint32_t type, const char* key, const char* unit, const char* description) {
    autoloss_parameter& parameter = parameters_.emplace_back();
    parameter = {};
    parameter.struct_size = sizeof(autoloss_parameter);
    parameter.type = type;
    parameter.key = key;
    parameter.unit = unit;
    parameter.description = description;
    pointers_.push_back(&parameter);
    return parameter;
  }
  void set_choices(autoloss_parameter& parameter, std::initializer_list<const char*> choices) {
    if (choices.size() == 0) return;
    const std::vector<const char*>& kept = strings_.emplace_back(choices);
    parameter.choices = kept.data();
    parameter.choice_count = kept.size();
  }

  std::deque<autoloss_parameter> parameters_;  // addresses stay as the list grows and moves
  std::deque<std::vector<double>> numbers_;
  std::deque<std::vector<const char*>> strings_;
  std::vector<const autoloss_parameter*> pointers_;
};

// The values that the host handed over. Borrowed: it, and the strings it returns, end with the call.
class Config {
 public:
  explicit Config(const autoloss_config* config) : config_(config) {}

  int64_t integer(const char* key) const { return find(key, AUTOLOSS_TYPE_INTEGER).integer; }
  double number(const char* key) const { return find(key, AUTOLOSS_TYPE_NUMBER).number; }
  bool boolean(const char* key) const { return find(key, AUTOLOSS_TYPE_BOOLEAN).integer != 0; }
  std::string string(const char* key) const { return find(key, AUTOLOSS_TYPE_STRING).string; }
  std::string path(const char* key) const { return find(key, AUTOLOSS_TYPE_PATH).string; }
  std::vector<double> numbers(const char* key) const {
    const autoloss_value& value = find(key, AUTOLOSS_TYPE_NUMBERS);
    return {value.numbers, value.numbers + value.count};
  }
  std::vector<std::string> strings(const char* key) const {
    const autoloss_value& value = find(key, AUTOLOSS_TYPE_STRINGS);
    return {value.strings, value.strings + value.count};
  }

 private:
  const autoloss_value& find(const char* key, uint32_t type) const {
    for (uint32_t index = 0; config_ != nullptr && index < config_->value_count; ++index) {
      const autoloss_value& value = *config_->values[index];
      if (std::strcmp(value.key, key) != 0) continue;
      if (value.type != type)
        throw Error(AUTOLOSS_INVALID_ARGUMENT, std::string("parameter '") + key + "' has another type");
      return value;
    }
    throw Error(AUTOLOSS_INVALID_ARGUMENT, std::string("parameter '") + key + "' is missing");
  }
  const autoloss_config* config_;
};

// Whether a value is what its parameter allows. Each throws Error(AUTOLOSS_INVALID_ARGUMENT).
namespace detail {

inline std::string number_text(double value) {
  char text[32];
  std::snprintf(text, sizeof(text), "%.9g", value);
  return text;
}

inline void need_in_range(const autoloss_parameter& parameter, double value) {
  if (value >= parameter.least && value <= parameter.most) return;
  throw Error(AUTOLOSS_INVALID_ARGUMENT, "parameter '" + std::string(parameter.key) + "' is " + number_text(value) +
                                             "; it goes from " + number_text(parameter.least) + " to " +
                                             number_text(parameter.most));
}

inline void need_choice(const autoloss_parameter& parameter, const char* text) {
  if (text == nullptr) throw Error(AUTOLOSS_INVALID_ARGUMENT, std::string("parameter '") + parameter.key + "' is NULL");
  for (uint64_t choice = 0; choice < parameter.choice_count; ++choice)
    if (std::strcmp(parameter.choices[choice], text) == 0) return;
  if (parameter.choice_count > 0)
    throw Error(AUTOLOSS_INVALID_ARGUMENT,
                std::string("parameter '") + parameter.key + "' is '" + text + "', which is none of its choices");
}

inline void check_value(const autoloss_parameter& parameter, const autoloss_value& value) {
  if (value.type != parameter.type)
    throw Error(AUTOLOSS_INVALID_ARGUMENT, std::string("parameter '") + parameter.key + "' has another type");
  switch (parameter.type) {
    case AUTOLOSS_TYPE_INTEGER:
      return need_in_range(parameter, static_cast<double>(value.integer));
    case AUTOLOSS_TYPE_NUMBER:
      return need_in_range(parameter, value.number);
    case AUTOLOSS_TYPE_NUMBERS:
      for (uint64_t item = 0; item < value.count; ++item) need_in_range(parameter, value.numbers[item]);
      return;
    case AUTOLOSS_TYPE_STRING:
    case AUTOLOSS_TYPE_PATH:
      return need_choice(parameter, value.string);
    case AUTOLOSS_TYPE_STRINGS:
      for (uint64_t item = 0; item < value.count; ++item) need_choice(parameter, value.strings[item]);
      return;
    default:
      return;
  }
}

}  // namespace detail

// Checks what a host handed over against what was published: each parameter there, of its type, within its range. A
// component need not: the layer does before it is asked. Throws Error(AUTOLOSS_INVALID_ARGUMENT).
inline void check_config(const ParameterList& published, const autoloss_config* config) {
  const uint32_t given = config != nullptr ? config->value_count : 0;
  for (uint32_t index = 0; index < published.size(); ++index) {
    const autoloss_parameter& parameter = *published.data()[index];
    const autoloss_value* found = nullptr;
    // A host that keeps the published order, as ours does, is found at once.
    for (uint32_t step = 0; step < given && found == nullptr; ++step) {
      const autoloss_value* value = config->values[(index + step) % given];
      if (std::strcmp(value->key, parameter.key) == 0) found = value;
    }
    if (found == nullptr)
      throw Error(AUTOLOSS_INVALID_ARGUMENT, std::string("parameter '") + parameter.key + "' is missing");
    detail::check_value(parameter, *found);
  }
}

}  // namespace autoloss::sdk

#endif
