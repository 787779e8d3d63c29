#include "plugins/tasks/gan/cifar10.hpp"

#include <algorithm>
#include <autoloss/cpp/error.hpp>
#include <filesystem>

#include "plugins/shared/gzip.hpp"

namespace autoloss::gan {
namespace {

namespace fs = std::filesystem;

constexpr ImageShape kShape{3, 32};
constexpr std::size_t kRecord = 1 + 3 * 32 * 32;
constexpr std::size_t kMostBytes = std::size_t{1} << 30;

bool is_batch(const std::string& name, const std::string& stem) {
  return name.starts_with(stem) && (name.ends_with(".bin") || name.ends_with(".bin.gz"));
}

Images read_batches(const std::string& folder, const std::string& stem) {
  std::vector<std::string> files;
  std::error_code missing;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, missing))
    if (is_batch(entry.path().filename().string(), stem)) files.push_back(entry.path().string());
  if (files.empty())
    throw sdk::Error(AUTOLOSS_NOT_FOUND, (fs::path(folder) / (stem + "*.bin")).string() +
                                             ": no such file, nor one with .gz behind it; the binary version of "
                                             "CIFAR-10 is expected");
  std::sort(files.begin(), files.end());
  Images images{kShape, {}, {}};
  for (const std::string& file : files) parse_cifar10(shared::read_gzip(file, kMostBytes), file, images);
  return images;
}

}  // namespace

void parse_cifar10(std::span<const uint8_t> bytes, const std::string& name, Images& images) {
  if (bytes.empty() || bytes.size() % kRecord != 0)
    throw sdk::Error(AUTOLOSS_BAD_DATA, name + ": " + std::to_string(bytes.size()) +
                                            " bytes; a file of CIFAR-10 has a multiple of " + std::to_string(kRecord) +
                                            ", a record an image");
  for (std::size_t begin = 0; begin < bytes.size(); begin += kRecord) {
    if (bytes[begin] >= kClasses)
      throw sdk::Error(AUTOLOSS_BAD_DATA, name + ": label " + std::to_string(begin / kRecord) + " is " +
                                              std::to_string(bytes[begin]) + "; labels are 0 to 9");
    images.labels.push_back(bytes[begin]);
    const auto pixels = bytes.subspan(begin + 1, kRecord - 1);
    images.pixels.insert(images.pixels.end(), pixels.begin(), pixels.end());
  }
}

ImageSet read_cifar10(const std::string& folder) {
  return {read_batches(folder, "data_batch_"), read_batches(folder, "test_batch")};
}

}  // namespace autoloss::gan
