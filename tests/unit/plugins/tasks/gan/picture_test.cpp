#include "plugins/tasks/gan/picture.hpp"

#include <gmock/gmock.h>
#include <png.h>

#include <string>

namespace autoloss::gan {
namespace {

// Three images of one pixel, two in a row, each three times as large: 3 + 2 + 3 pixels wide, the same high.
TEST(PngGrid, ShowsEachImageInItsPlace) {
  const std::string file = png_grid({{1, 1}, {10, 20, 30}, {0, 0, 0}}, 2, 3);

  png_image picture{};
  picture.version = PNG_IMAGE_VERSION;
  ASSERT_NE(png_image_begin_read_from_memory(&picture, file.data(), file.size()), 0);
  picture.format = PNG_FORMAT_GRAY;
  std::vector<uint8_t> pixels(PNG_IMAGE_SIZE(picture));
  ASSERT_NE(png_image_finish_read(&picture, nullptr, pixels.data(), 0, nullptr), 0);
  EXPECT_EQ(picture.width, 8u);
  EXPECT_EQ(picture.height, 8u);
  const auto at = [&](std::size_t x, std::size_t y) { return pixels[y * 8 + x]; };
  EXPECT_EQ(at(2, 2), 10);
  EXPECT_EQ(at(5, 0), 20);
  EXPECT_EQ(at(0, 5), 30);
  EXPECT_EQ(at(7, 7), 128);  // nothing there
}

}  // namespace
}  // namespace autoloss::gan
