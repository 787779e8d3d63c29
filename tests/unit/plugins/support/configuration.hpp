// The configuration of a component as the host hands it over: published defaults, some of them changed.
#ifndef AUTOLOSS_TESTS_CONFIGURATION_HPP
#define AUTOLOSS_TESTS_CONFIGURATION_HPP

#include <autoloss/cpp/config.hpp>
#include <cstring>
#include <deque>
#include <stdexcept>
#include <string>
#include <vector>

namespace autoloss::test {

class Configuration {
 public:
  explicit Configuration(const sdk::ParameterList& parameters) {
    for (uint32_t index = 0; index < parameters.size(); ++index) {
      const autoloss_parameter& published = *parameters.data()[index];
      values_.push_back({sizeof(autoloss_value), published.type, published.key, published.default_integer,
                         published.default_number, published.default_string, published.default_numbers,
                         published.default_strings, published.default_count});
    }
    for (const autoloss_value& value : values_) pointers_.push_back(&value);
  }
  Configuration(const Configuration&) = delete;

  Configuration& integer(const char* key, int64_t value) {
    find(key).integer = value;
    return *this;
  }
  Configuration& number(const char* key, double value) {
    find(key).number = value;
    return *this;
  }
  Configuration& string(const char* key, const std::string& value) {
    find(key).string = texts_.emplace_back(value).c_str();
    return *this;
  }

  Configuration& boolean(const char* key, bool value) { return integer(key, value ? 1 : 0); }
  Configuration& numbers(const char* key, const std::vector<double>& list) {
    const std::vector<double>& kept = numbers_.emplace_back(list);
    find(key).numbers = kept.data();
    find(key).count = kept.size();
    return *this;
  }
  Configuration& strings(const char* key, const std::vector<std::string>& list) {
    std::vector<const char*>& kept = strings_.emplace_back();
    for (const std::string& text : list) kept.push_back(texts_.emplace_back(text).c_str());
    find(key).strings = kept.data();
    find(key).count = kept.size();
    return *this;
  }

  const autoloss_config* get() {
    config_ = {sizeof(autoloss_config), static_cast<uint32_t>(pointers_.size()), pointers_.data()};
    return &config_;
  }

 private:
  autoloss_value& find(const char* key) {
    for (autoloss_value& value : values_)
      if (std::strcmp(value.key, key) == 0) return value;
    throw std::invalid_argument(std::string("no parameter ") + key);
  }

  std::deque<autoloss_value> values_;
  std::deque<std::string> texts_;
  std::deque<std::vector<double>> numbers_;
  std::deque<std::vector<const char*>> strings_;
  std::vector<const autoloss_value*> pointers_;
  autoloss_config config_{};
};

}  // namespace autoloss::test

#endif
