#include "plugins/tasks/gan/digits.hpp"

#include <gmock/gmock.h>

#include <numeric>

namespace autoloss::gan {
namespace {

double mean_of(std::span<const uint8_t> pixels) {
  return std::accumulate(pixels.begin(), pixels.end(), 0.0) / static_cast<double>(pixels.size());
}

TEST(Digits, AreLightStrokesOnDarkOfEveryClass) {
  const Images images = draw_digits(1, 0, 20, 14);

  EXPECT_EQ(images.shape, (ImageShape{1, 14}));
  for (int64_t index = 0; index < 20; ++index) {
    EXPECT_EQ(images.labels[static_cast<std::size_t>(index)], index % 10);
    EXPECT_GT(mean_of(images.image(index)), 10) << index;
    EXPECT_LT(mean_of(images.image(index)), 128) << index;
    EXPECT_GT(*std::max_element(images.image(index).begin(), images.image(index).end()), 200) << index;
  }
}

TEST(Digits, AnImageDependsOnSeedAndIndexAlone) {
  const Images all = draw_digits(1, 0, 30, 14), part = draw_digits(1, 10, 20, 14), other = draw_digits(2, 10, 20, 14);

  EXPECT_TRUE(std::equal(part.image(5).begin(), part.image(5).end(), all.image(15).begin()));
  EXPECT_NE(other.pixels, part.pixels);
}

TEST(Digits, NoTwoOfAClassAreEqual) {
  const Images images = draw_digits(1, 0, 20, 28);

  for (int64_t digit = 0; digit < 10; ++digit)
    EXPECT_FALSE(std::equal(images.image(digit).begin(), images.image(digit).end(), images.image(digit + 10).begin()))
        << digit;
}

}  // namespace
}  // namespace autoloss::gan
