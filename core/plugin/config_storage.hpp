// Parameters in the form of the C contract.
#pragma once

#include <autoloss/config.h>

#include <span>
#include <string>
#include <vector>

#include "core/value.hpp"

namespace autoloss {

// Owns the autoloss_config that a component is given: each published parameter exactly once, the value of `values`, or
// the published default. `values` must outlive it and hold the published types.
class ConfigStorage {
 public:
  ConfigStorage(std::span<const autoloss_parameter* const> published, const ValueMap& values);
  ConfigStorage(const ConfigStorage&) = delete;
  ConfigStorage& operator=(const ConfigStorage&) = delete;

  const autoloss_config* get() const { return &config_; }

 private:
  std::vector<autoloss_value> values_;
  std::vector<const autoloss_value*> pointers_;
  std::vector<std::vector<const char*>> strings_;
  autoloss_config config_{};
};

}  // namespace autoloss
