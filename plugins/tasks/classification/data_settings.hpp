// What the user can set about the data: the published parameters, and their values as one struct.
#ifndef AUTOLOSS_CLASSIFICATION_DATA_SETTINGS_HPP
#define AUTOLOSS_CLASSIFICATION_DATA_SETTINGS_HPP

#include <autoloss/cpp/config.hpp>
#include <string>
#include <vector>

#include "plugins/tasks/classification/generator.hpp"

namespace autoloss::classification {

// Which file, and which part of it.
struct TableFile {
  std::string path;
  std::string target;
  std::vector<std::string> without;
  std::vector<std::string> categorical;

  bool operator==(const TableFile&) const = default;
};

// What decides on the data, besides seed and role.
struct DataSettings {
  enum class Origin { kGenerated, kTable, kImages };

  GeneratorSettings generator;  // its sizes are those of images too
  TableFile table;
  std::string image_folder;

  Origin origin() const;
  bool operator==(const DataSettings&) const = default;
};

// The list with the parameters that read_data_settings() reads.
sdk::ParameterList&& add_data_parameters(sdk::ParameterList&& list);

// Throws Error(AUTOLOSS_INVALID_ARGUMENT) for a table without a target, for a table and images at once, and for
// a generator that check() refuses.
DataSettings read_data_settings(const sdk::Config& config);

}  // namespace autoloss::classification

#endif
