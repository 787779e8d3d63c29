// The parameters that a component is given here, complete or spoiled on purpose.
#pragma once

#include <autoloss/config.h>

#include <span>
#include <string>
#include <vector>

#include "conformance/padded.hpp"

namespace autoloss::conformance {

using Parameters = std::span<const autoloss_parameter* const>;

struct Setting {
  std::string key;
  uint32_t type = 0;
  int64_t integer = 0;
  double number = 0;
  std::string string;
  std::vector<double> numbers;
  std::vector<std::string> strings;
};

// Owns values of its own; the struct that get() makes points to them. Copies are independent.
class Configuration {
 public:
  explicit Configuration(Parameters published);  // with the defaults

  // Sets a value from text: a number, true or false, a text, or a list [a, b]. Returns false if there is no such key;
  // throws std::invalid_argument if the text is not of the parameter's type.
  bool set(const std::string& key, const std::string& text);

  std::vector<Setting>& settings() { return settings_; }
  Setting& at(const std::string& key);

 private:
  Parameters published_;
  std::vector<Setting> settings_;
};

// A configuration as the C struct that a call borrows.
class BorrowedConfig {
 public:
  // extra: as in Padded, of the struct and of each value.
  explicit BorrowedConfig(const Configuration& configuration, std::size_t extra = 0);
  BorrowedConfig(const BorrowedConfig&) = delete;
  BorrowedConfig& operator=(const BorrowedConfig&) = delete;
  const autoloss_config* get() const { return config_.get(); }

 private:
  Configuration kept_;
  std::vector<std::vector<const char*>> lists_;
  std::vector<Padded<autoloss_value>> values_;
  std::vector<const autoloss_value*> pointers_;
  Padded<autoloss_config> config_;
};

}  // namespace autoloss::conformance
