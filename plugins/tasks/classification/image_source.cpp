#include "plugins/tasks/classification/image_source.hpp"

#include <algorithm>
#include <array>
#include <autoloss/cpp/error.hpp>
#include <map>
#include <mutex>
#include <utility>

#include "plugins/tasks/classification/shuffle.hpp"

namespace autoloss::classification {
namespace {

std::vector<uint32_t> random_order(std::size_t count, uint64_t key) {
  std::vector<uint32_t> order = counting(count);
  shuffle(order, sdk::Stream(key));
  return order;
}

std::string text_of_size(const shared::IdxImages& images) {
  return std::to_string(images.height) + " x " + std::to_string(images.width);
}

std::shared_ptr<const ImageFiles> read_files(const std::string& folder) {
  ImageFiles files{shared::read_idx(folder, "train"), shared::read_idx(folder, "t10k"), folder};
  const shared::IdxImages& train = files.train.images;
  const shared::IdxImages& test = files.test.images;
  if (train.height != test.height || train.width != test.width)
    throw sdk::Error(AUTOLOSS_BAD_DATA, folder + ": the images of the training file have " + text_of_size(train) +
                                            " pixels, those of the test file " + text_of_size(test));
  return std::make_shared<ImageFiles>(std::move(files));
}

// What the sizes ask of the training file, and what of the test file.
void check_sizes(const PartitionSizes& sizes, const ImageFiles& files) {
  const std::size_t wanted = 2 * (sizes.train + sizes.valid) + sizes.of(Partition::kScore);
  if (wanted > files.train.images.count)
    throw sdk::Error(AUTOLOSS_INVALID_ARGUMENT,
                     "2 x rows + 2 x valid_rows + score_rows (or valid_rows) = " + std::to_string(wanted) +
                         " images are more than the " + std::to_string(files.train.images.count) +
                         " of the training file in " + files.folder);
  if (sizes.test > files.test.images.count)
    throw sdk::Error(AUTOLOSS_INVALID_ARGUMENT, "test_rows = " + std::to_string(sizes.test) +
                                                    " images are more than the " +
                                                    std::to_string(files.test.images.count) + " of the test file in " +
                                                    files.folder + "; 0 takes all");
}

}  // namespace

std::shared_ptr<const ImageFiles> read_images(const std::string& folder) {
  static std::mutex mutex;
  static std::map<std::string, std::weak_ptr<const ImageFiles>> held;
  const std::lock_guard lock(mutex);
  std::shared_ptr<const ImageFiles> files = held[folder].lock();
  if (files == nullptr) held[folder] = files = read_files(folder);
  return files;
}

ImageSource::ImageSource(std::shared_ptr<const ImageFiles> files, const PartitionSizes& sizes, uint64_t seed)
    : files_(std::move(files)), sizes_(sizes) {
  check_sizes(sizes_, *files_);
  if (sizes_.test == 0) sizes_.test = files_->test.images.count;
  const uint64_t key = sdk::derive(seed, "partitions");
  train_order_ = random_order(files_->train.images.count, sdk::derive(key, "train"));
  test_order_ = random_order(files_->test.images.count, sdk::derive(key, "test"));
}

const std::vector<std::string>& ImageSource::image_classes() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> digits;
    for (int digit = 0; digit < shared::kIdxClasses; ++digit) digits.push_back(std::to_string(digit));
    return digits;
  }();
  return names;
}

std::span<const uint32_t> ImageSource::images_of(Partition partition) const {
  if (partition == Partition::kTest) return std::span(test_order_).first(sizes_.test);
  std::size_t begin = 0;
  for (std::size_t before = 0; before < static_cast<std::size_t>(partition); ++before)
    begin += sizes_.of(static_cast<Partition>(before));
  return std::span(train_order_).subspan(begin, sizes_.of(partition));
}

Rows ImageSource::rows(Partition partition) const {
  const shared::LabelledImages& from = partition == Partition::kTest ? files_->test : files_->train;
  Rows rows{row_count(partition), feature_count(), {}, {}};
  rows.inputs.reserve(rows.count * rows.features);
  rows.labels.reserve(rows.count);
  for (const uint32_t index : images_of(partition)) {
    for (const uint8_t pixel : from.images.image(index)) rows.inputs.push_back(static_cast<float>(pixel) / 255.0f);
    rows.labels.push_back(from.labels[index]);
  }
  return rows;
}

}  // namespace autoloss::classification
