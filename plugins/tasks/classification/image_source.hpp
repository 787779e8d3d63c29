// Files of labelled images as a data set.
#ifndef AUTOLOSS_CLASSIFICATION_IMAGE_SOURCE_HPP
#define AUTOLOSS_CLASSIFICATION_IMAGE_SOURCE_HPP

#include <memory>

#include "plugins/shared/idx.hpp"
#include "plugins/tasks/classification/source.hpp"

namespace autoloss::classification {

// The four files of a folder.
struct ImageFiles {
  shared::LabelledImages train;
  shared::LabelledImages test;
  std::string folder;  // for messages
};

// Reads train-images-idx3-ubyte and the like, with or without .gz. Who asks while another still holds what it read
// from the same folder is given the same. Throws what shared::read_idx throws, and AUTOLOSS_BAD_DATA when the images of
// the two parts differ in size. [thread-safe]
std::shared_ptr<const ImageFiles> read_images(const std::string& folder);

// Images as rows of pixels between 0 and 1. The training and validation partitions and kScore are drawn at random from
// the training file and share no image; kTest is drawn from the test file, or all of it where sizes.test is 0.
class ImageSource : public Source {
 public:
  // Throws sdk::Error(AUTOLOSS_INVALID_ARGUMENT) when the files hold fewer images than the sizes ask for.
  ImageSource(std::shared_ptr<const ImageFiles> files, const PartitionSizes& sizes, uint64_t seed);

  std::size_t feature_count() const override { return files_->train.images.size(); }
  const std::vector<std::string>& classes() const override { return image_classes(); }
  std::size_t row_count(Partition partition) const override { return sizes_.of(partition); }
  Rows rows(Partition partition) const override;

  static const std::vector<std::string>& image_classes();  // "0" to "9"

 private:
  std::span<const uint32_t> images_of(Partition partition) const;

  std::shared_ptr<const ImageFiles> files_;
  PartitionSizes sizes_;
  std::vector<uint32_t> train_order_, test_order_;
};

}  // namespace autoloss::classification

#endif
