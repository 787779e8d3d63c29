// From settings to data sets.
#ifndef AUTOLOSS_CLASSIFICATION_SOURCE_MAKER_HPP
#define AUTOLOSS_CLASSIFICATION_SOURCE_MAKER_HPP

#include <memory>

#include "plugins/tasks/classification/data_settings.hpp"
#include "plugins/tasks/classification/image_source.hpp"
#include "plugins/tasks/classification/table_source.hpp"

namespace autoloss::classification {

// What all data sets of the same settings have in common.
struct DataShape {
  std::size_t features = 0;
  std::vector<std::string> classes;
};

// Makes data sets, and keeps the file they come from: it is read when it is first named, and again when another one was
// named meanwhile. Throws what the readers and sources throw. Not thread-safe.
class SourceMaker {
 public:
  DataShape shape(const DataSettings& settings);
  // training: the partition on which a table is standardised.
  std::unique_ptr<const Source> make(const DataSettings& settings, Partition training, uint64_t seed);

 private:
  const std::shared_ptr<const TableData>& table(const TableFile& file);
  const std::shared_ptr<const ImageFiles>& images(const std::string& folder);

  TableFile table_file_;
  std::shared_ptr<const TableData> table_;  // of table_file_
  std::shared_ptr<const ImageFiles> images_;
};

}  // namespace autoloss::classification

#endif
