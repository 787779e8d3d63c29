// What the user can set: the published parameters, and their values as one struct.
#ifndef AUTOLOSS_CLASSIFICATION_SETTINGS_HPP
#define AUTOLOSS_CLASSIFICATION_SETTINGS_HPP

#include <autoloss/cpp/config.hpp>

#include "plugins/tasks/classification/data_settings.hpp"
#include "plugins/tasks/classification/model.hpp"

namespace autoloss::classification {

struct Settings {
  DataSettings data;
  ModelSettings model;
};

const sdk::ParameterList& published_parameters();

// Throws Error(AUTOLOSS_INVALID_ARGUMENT): a hidden layer that is no whole number of units, and what
// read_data_settings() throws.
Settings read_settings(const sdk::Config& config);

}  // namespace autoloss::classification

#endif
