// What the user can set: the published parameters, and their values as one struct.
#ifndef AUTOLOSS_REGRESSION_SETTINGS_HPP
#define AUTOLOSS_REGRESSION_SETTINGS_HPP

#include <autoloss/cpp/config.hpp>
#include <string>
#include <vector>

#include "plugins/tasks/regression/generator.hpp"
#include "plugins/tasks/regression/model.hpp"
#include "plugins/tasks/regression/table_source.hpp"

namespace autoloss::regression {

// Which file, and which part of it.
struct TableFile {
  std::string path;  // empty: data are generated
  std::string target;
  std::vector<std::string> without;
  double outlier_range = 0;  // 0: rows with outliers stay

  bool operator==(const TableFile&) const = default;
};

// What decides on the data, besides seed and role.
struct DataSettings {
  TableFile file;
  TargetScaling target_scaling = TargetScaling::kStandardise;
  GeneratorSettings generator;
  double quadratic_scale = 0.1;
  bool intercept = false;

  bool generated() const { return file.path.empty(); }
  bool operator==(const DataSettings&) const = default;
};

struct Settings {
  DataSettings data;
  ModelSettings model;
};

const sdk::ParameterList& published_parameters();

// Throws Error(AUTOLOSS_INVALID_ARGUMENT) for a file without a target.
Settings read_settings(const sdk::Config& config);

}  // namespace autoloss::regression

#endif
