// Labelled images in the files of MNIST and its relatives: IDX, compressed with gzip or not.
#ifndef AUTOLOSS_SHARED_IDX_HPP
#define AUTOLOSS_SHARED_IDX_HPP

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace autoloss::shared {

// Grey images of one size.
struct IdxImages {
  std::size_t count = 0;
  std::size_t height = 0;
  std::size_t width = 0;
  std::vector<uint8_t> pixels;  // image by image, row by row; 0 is the background

  std::size_t size() const { return height * width; }
  std::span<const uint8_t> image(std::size_t index) const { return {pixels.data() + index * size(), size()}; }
};

inline constexpr uint8_t kIdxClasses = 10;  // labels are 0 to 9

// Read what is in a file of images (magic number 0x803) or labels (0x801). name stands for it in messages. Throw
// sdk::Error(AUTOLOSS_BAD_DATA), with what was expected and found, for another magic number, for more or fewer bytes
// than the header announces, for images without pixels and for labels above 9.
IdxImages parse_idx_images(std::span<const uint8_t> bytes, const std::string& name);
std::vector<uint8_t> parse_idx_labels(std::span<const uint8_t> bytes, const std::string& name);

struct LabelledImages {
  IdxImages images;
  std::vector<uint8_t> labels;
};

// Reads FOLDER/STEM-images-idx3-ubyte and FOLDER/STEM-labels-idx1-ubyte, or the same with .gz behind it where there is
// no such file; STEM is "train" or "t10k". Throws as the above, AUTOLOSS_NOT_FOUND for a missing file,
// AUTOLOSS_IO_ERROR, and AUTOLOSS_BAD_DATA for what is no intact gzip file or for another number of labels than images.
LabelledImages read_idx(const std::string& folder, const std::string& stem);

}  // namespace autoloss::shared

#endif
