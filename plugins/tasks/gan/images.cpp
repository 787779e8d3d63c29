#include "plugins/tasks/gan/images.hpp"

#include <autoloss/cpp/error.hpp>

#include "plugins/shared/idx.hpp"
#include "plugins/tasks/gan/cifar10.hpp"
#include "plugins/tasks/gan/digits.hpp"

namespace autoloss::gan {
namespace {

constexpr int64_t kMnistSize = 28, kCifarSize = 32;

Images from_idx(const std::string& folder, const std::string& stem) {
  shared::LabelledImages read = shared::read_idx(folder, stem);
  if (read.images.height != kMnistSize || read.images.width != kMnistSize)
    throw sdk::Error(AUTOLOSS_BAD_DATA, folder + ": images of " + std::to_string(read.images.height) + " x " +
                                            std::to_string(read.images.width) + " pixels; those of MNIST have 28 x 28");
  return {{1, kMnistSize}, std::move(read.images.pixels), std::move(read.labels)};
}

ImageSet originals(const ImageSource& source) {
  switch (source.kind) {
    case ImageSource::Kind::kMnist:
      return {from_idx(source.folder, "train"), from_idx(source.folder, "t10k")};
    case ImageSource::Kind::kCifar10:
      return read_cifar10(source.folder);
    default: {
      const auto seed = static_cast<uint64_t>(source.digits_seed);
      const int64_t size = source.shape().size;
      return {draw_digits(seed, 0, source.digits, size), draw_digits(seed, source.digits, source.digits / 5, size)};
    }
  }
}

uint64_t add_bytes(uint64_t hash, std::span<const uint8_t> bytes) {
  for (const uint8_t byte : bytes) hash = (hash ^ byte) * 0x100000001B3u;
  return hash;
}

}  // namespace

ImageShape ImageSource::shape() const {
  if (kind == Kind::kDigits) return {1, size == 0 ? kMnistSize : size};
  const ImageShape own = kind == Kind::kMnist ? ImageShape{1, kMnistSize} : ImageShape{3, kCifarSize};
  if (size != 0 && own.size % size != 0)
    throw sdk::Error(AUTOLOSS_INVALID_ARGUMENT,
                     "parameter 'image_size' is " + std::to_string(size) + "; images of " + std::to_string(own.size) +
                         " pixels are averaged down to a size that divides this one, or with 0 left as they are");
  return {own.channels, size == 0 ? own.size : size};
}

std::string ImageSource::name() const {
  const char* const names[] = {"digits", "mnist", "cifar10"};
  return names[static_cast<int>(kind)] + std::to_string(shape().size);
}

ImageSet load_images(const ImageSource& source) {
  const int64_t size = source.shape().size;
  ImageSet set = originals(source);
  if (set.train.shape.size != size) set = {averaged_down(set.train, size), averaged_down(set.test, size)};
  return set;
}

Images averaged_down(const Images& images, int64_t size) {
  const int64_t block = images.shape.size / size;
  const int64_t area = block * block;
  Images small{{images.shape.channels, size}, {}, images.labels};
  small.pixels.reserve(static_cast<std::size_t>(images.count() * small.shape.pixels()));
  const int64_t planes = images.count() * images.shape.channels;
  for (int64_t plane = 0; plane < planes; ++plane) {
    const uint8_t* from = images.pixels.data() + plane * images.shape.size * images.shape.size;
    for (int64_t y = 0; y < size; ++y)
      for (int64_t x = 0; x < size; ++x) {
        int64_t sum = 0;
        for (int64_t dy = 0; dy < block; ++dy)
          for (int64_t dx = 0; dx < block; ++dx) sum += from[(y * block + dy) * images.shape.size + x * block + dx];
        small.pixels.push_back(static_cast<uint8_t>((sum + area / 2) / area));
      }
  }
  return small;
}

uint64_t hash_of(const Images& images) {
  return add_bytes(add_bytes(0xCBF29CE484222325u, images.pixels), images.labels);
}

}  // namespace autoloss::gan
