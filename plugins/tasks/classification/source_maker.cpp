#include "plugins/tasks/classification/source_maker.hpp"

#include <utility>

namespace autoloss::classification {

DataShape SourceMaker::shape(const DataSettings& settings) {
  switch (settings.origin()) {
    case DataSettings::Origin::kTable: {
      const TableData& data = *table(settings.table);
      return {data.feature_count(), data.classes()};
    }
    case DataSettings::Origin::kImages:
      return {images(settings.image_folder)->train.images.size(), ImageSource::image_classes()};
    default: {
      const Generator generator(settings.generator, 0);
      return {generator.feature_count(), generator.classes()};
    }
  }
}

std::unique_ptr<const Source> SourceMaker::make(const DataSettings& settings, Partition training, uint64_t seed) {
  switch (settings.origin()) {
    case DataSettings::Origin::kTable:
      return std::make_unique<TableSource>(table(settings.table), seed, training);
    case DataSettings::Origin::kImages:
      return std::make_unique<ImageSource>(images(settings.image_folder), settings.generator.sizes, seed);
    default:
      return std::make_unique<Generator>(settings.generator, seed);
  }
}

const std::shared_ptr<const TableData>& SourceMaker::table(const TableFile& file) {
  if (table_ == nullptr || table_file_ != file) {
    table_ = std::make_shared<TableData>(shared::read_csv(file.path, file.without), file.target, file.categorical);
    table_file_ = file;
  }
  return table_;
}

const std::shared_ptr<const ImageFiles>& SourceMaker::images(const std::string& folder) {
  if (images_ == nullptr || images_->folder != folder) images_ = read_images(folder);
  return images_;
}

}  // namespace autoloss::classification
