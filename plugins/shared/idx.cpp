#include "plugins/shared/idx.hpp"

#include <array>
#include <autoloss/cpp/error.hpp>
#include <cstdio>
#include <filesystem>
#include <limits>

#include "plugins/shared/gzip.hpp"

namespace autoloss::shared {
namespace {

constexpr std::size_t kMostBytes = std::size_t{1} << 32;
constexpr std::size_t kWord = 4;

[[noreturn]] void refuse(const std::string& name, const std::string& what) {
  throw sdk::Error(AUTOLOSS_BAD_DATA, name + ": " + what);
}

uint32_t word_at(std::span<const uint8_t> bytes, std::size_t index) {
  uint32_t word = 0;
  for (const uint8_t byte : bytes.subspan(index * kWord, kWord)) word = word << 8 | byte;
  return word;
}

std::string hexadecimal(uint32_t number) {
  char text[16];
  std::snprintf(text, sizeof text, "0x%08x", static_cast<unsigned>(number));
  return text;
}

// The product, or the largest number there is.
uint64_t saturating_product(uint64_t a, uint64_t b) {
  constexpr uint64_t kMost = std::numeric_limits<uint64_t>::max();
  return b != 0 && a > kMost / b ? kMost : a * b;
}

// A header, the magic number and kDimensions sizes, and what follows it, a byte an element; checked.
template <std::size_t kDimensions>
struct Content {
  static constexpr std::size_t kHeaderBytes = (1 + kDimensions) * kWord;
  static constexpr uint32_t kMagic = 0x800 + kDimensions;

  std::array<std::size_t, kDimensions> sizes{};
  std::span<const uint8_t> elements;

  Content(std::span<const uint8_t> bytes, const std::string& name, const std::string& kind) {
    if (bytes.size() < kHeaderBytes)
      refuse(name, std::to_string(bytes.size()) + " bytes; the header of IDX " + kind + " alone has " +
                       std::to_string(kHeaderBytes));
    if (word_at(bytes, 0) != kMagic)
      refuse(name, "the magic number is " + hexadecimal(word_at(bytes, 0)) + "; a file of IDX " + kind +
                       " begins with " + hexadecimal(kMagic));
    elements = bytes.subspan(kHeaderBytes);
    uint64_t expected = 1;
    std::string shape;
    for (std::size_t i = 0; i < kDimensions; ++i) {
      sizes[i] = word_at(bytes, 1 + i);
      expected = saturating_product(expected, sizes[i]);
      shape += (i == 0 ? "" : " x ") + std::to_string(sizes[i]);
    }
    if (elements.size() != expected)
      refuse(name, "the header announces " + shape + " " + kind + ", which are " + std::to_string(expected) +
                       " bytes; " + std::to_string(elements.size()) + " follow it");
  }
};

std::string existing_file(const std::string& folder, const std::string& name) {
  const std::filesystem::path plain = std::filesystem::path(folder) / name;
  const std::filesystem::path compressed = plain.string() + ".gz";
  if (std::filesystem::exists(plain)) return plain.string();
  if (std::filesystem::exists(compressed)) return compressed.string();
  throw sdk::Error(AUTOLOSS_NOT_FOUND, plain.string() + ": no such file, nor " + name + ".gz beside it");
}

}  // namespace

IdxImages parse_idx_images(std::span<const uint8_t> bytes, const std::string& name) {
  const Content<3> content(bytes, name, "images");
  const auto [count, height, width] = content.sizes;
  if (count == 0 || height == 0 || width == 0)
    refuse(name, std::to_string(count) + " images of " + std::to_string(height) + " x " + std::to_string(width) +
                     " pixels: there is nothing to learn from");
  return {count, height, width, {content.elements.begin(), content.elements.end()}};
}

std::vector<uint8_t> parse_idx_labels(std::span<const uint8_t> bytes, const std::string& name) {
  const Content<1> content(bytes, name, "labels");
  for (std::size_t index = 0; index < content.elements.size(); ++index)
    if (content.elements[index] >= kIdxClasses)
      refuse(name, "label " + std::to_string(index) + " is " + std::to_string(content.elements[index]) +
                       "; labels are 0 to " + std::to_string(kIdxClasses - 1));
  return {content.elements.begin(), content.elements.end()};
}

LabelledImages read_idx(const std::string& folder, const std::string& stem) {
  const std::string image_file = existing_file(folder, stem + "-images-idx3-ubyte");
  const std::string label_file = existing_file(folder, stem + "-labels-idx1-ubyte");
  LabelledImages read{parse_idx_images(read_gzip(image_file, kMostBytes), image_file),
                      parse_idx_labels(read_gzip(label_file, kMostBytes), label_file)};
  if (read.labels.size() != read.images.count)
    refuse(label_file, std::to_string(read.labels.size()) + " labels for the " + std::to_string(read.images.count) +
                           " images of " + image_file);
  return read;
}

}  // namespace autoloss::shared
