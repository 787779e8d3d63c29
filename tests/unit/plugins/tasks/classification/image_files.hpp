// Small files of images for tests.
#ifndef AUTOLOSS_TESTS_CLASSIFICATION_IMAGE_FILES_HPP
#define AUTOLOSS_TESTS_CLASSIFICATION_IMAGE_FILES_HPP

#include <cstdint>
#include <string>
#include <vector>

#include "tests/unit/plugins/support/folder.hpp"

namespace autoloss::classification::test {

// `count` images of 1 x 2 pixels: image i has the pixels i and 255 and the label i mod 10.
inline void write_part(const autoloss::test::Folder& folder, const std::string& stem, uint8_t count) {
  std::vector<uint8_t> images{0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, 1, 0, 0, 0, 2};
  std::vector<uint8_t> labels{0, 0, 8, 1, 0, 0, 0, count};
  for (uint8_t i = 0; i < count; ++i) {
    images.insert(images.end(), {i, 255});
    labels.push_back(i % 10);
  }
  folder.write(stem + "-images-idx3-ubyte", images);
  folder.write(stem + "-labels-idx1-ubyte", labels);
}

// Sixty images to train on, twenty to test.
inline void write_images(const autoloss::test::Folder& folder) {
  write_part(folder, "train", 60);
  write_part(folder, "t10k", 20);
}

}  // namespace autoloss::classification::test

#endif
