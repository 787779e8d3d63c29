// Labelled images in memory, and the sets of them that the task learns from.
#ifndef AUTOLOSS_GAN_IMAGES_HPP
#define AUTOLOSS_GAN_IMAGES_HPP

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace autoloss::gan {

inline constexpr int64_t kClasses = 10;

struct ImageShape {
  int64_t channels = 1;
  int64_t size = 28;  // height and width

  int64_t pixels() const { return channels * size * size; }
  bool operator==(const ImageShape&) const = default;
};

// Images of one shape: plane by plane, row by row, 0 to 255.
struct Images {
  ImageShape shape;
  std::vector<uint8_t> pixels;
  std::vector<uint8_t> labels;  // below kClasses

  int64_t count() const { return static_cast<int64_t>(labels.size()); }
  std::span<const uint8_t> image(int64_t index) const {
    const auto size = static_cast<std::size_t>(shape.pixels());
    return std::span(pixels).subspan(static_cast<std::size_t>(index) * size, size);
  }
};

struct ImageSet {
  Images train, test;
};

// Which set: its kind, where it lies, and how large its images are wanted.
struct ImageSource {
  enum class Kind { kDigits, kMnist, kCifar10 };
  Kind kind = Kind::kDigits;
  std::string folder;       // of the files
  int64_t size = 14;        // height and width wanted; 0: as they are (built-in digits: 28)
  int64_t digits = 20'000;  // built-in training images; a fifth as many more for testing
  int64_t digits_seed = 1;

  bool operator==(const ImageSource&) const = default;
  // Known without the files. Throws sdk::Error(AUTOLOSS_INVALID_ARGUMENT) where images cannot be averaged down to
  // `size`.
  ImageShape shape() const;
  // Which images they are: equal for equal contents of the source, in words for the name of a file.
  std::string name() const;
};

// Draws or reads the images, averaged down to the size wanted. Throws sdk::Error: what shape() throws,
// AUTOLOSS_NOT_FOUND, AUTOLOSS_IO_ERROR, AUTOLOSS_BAD_DATA.
ImageSet load_images(const ImageSource& source);

// Each pixel the mean of a square of them; `size` divides that of the images.
Images averaged_down(const Images& images, int64_t size);

// FNV-1a over pixels and labels.
uint64_t hash_of(const Images& images);

}  // namespace autoloss::gan

#endif
