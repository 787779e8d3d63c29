#include "plugins/tasks/gan/picture.hpp"

#include <png.h>

#include <autoloss/cpp/error.hpp>

namespace autoloss::gan {
namespace {

constexpr int64_t kGap = 2;

// Rows of pixels, the channels of a pixel beside each other.
struct Canvas {
  int64_t width, height, channels;
  std::vector<uint8_t> bytes;

  uint8_t& at(int64_t x, int64_t y, int64_t channel) {
    return bytes[static_cast<std::size_t>((y * width + x) * channels + channel)];
  }
};

void paste(Canvas& canvas, const Images& images, int64_t index, int64_t left, int64_t top, int64_t zoom) {
  const int64_t size = images.shape.size;
  const std::span<const uint8_t> image = images.image(index);
  for (int64_t channel = 0; channel < images.shape.channels; ++channel)
    for (int64_t y = 0; y < size * zoom; ++y)
      for (int64_t x = 0; x < size * zoom; ++x)
        canvas.at(left + x, top + y, channel) =
            image[static_cast<std::size_t>((channel * size + y / zoom) * size + x / zoom)];
}

std::string encoded(const Canvas& canvas) {
  png_image picture{};
  picture.version = PNG_IMAGE_VERSION;
  picture.width = static_cast<png_uint_32>(canvas.width);
  picture.height = static_cast<png_uint_32>(canvas.height);
  picture.format = canvas.channels == 1 ? PNG_FORMAT_GRAY : PNG_FORMAT_RGB;
  png_alloc_size_t size = 0;
  if (png_image_write_to_memory(&picture, nullptr, &size, 0, canvas.bytes.data(), 0, nullptr) == 0)
    throw sdk::Error(AUTOLOSS_INTERNAL, std::string("a picture of samples was not written: ") + picture.message);
  std::string file(size, '\0');
  if (png_image_write_to_memory(&picture, file.data(), &size, 0, canvas.bytes.data(), 0, nullptr) == 0)
    throw sdk::Error(AUTOLOSS_INTERNAL, std::string("a picture of samples was not written: ") + picture.message);
  file.resize(size);
  return file;
}

}  // namespace

std::string png_grid(const Images& images, int64_t columns, int64_t zoom) {
  const int64_t rows = (images.count() + columns - 1) / columns;
  const int64_t cell = images.shape.size * zoom + kGap;
  Canvas canvas{columns * cell - kGap, rows * cell - kGap, images.shape.channels, {}};
  canvas.bytes.assign(static_cast<std::size_t>(canvas.width * canvas.height * canvas.channels), 128);
  for (int64_t index = 0; index < images.count(); ++index)
    paste(canvas, images, index, index % columns * cell, index / columns * cell, zoom);
  return encoded(canvas);
}

}  // namespace autoloss::gan
