#include "plugins/tasks/gan/images.hpp"

#include <gmock/gmock.h>

#include <autoloss/cpp/error.hpp>

#include "tests/unit/plugins/support/folder.hpp"

namespace autoloss::gan {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

TEST(Images, AreAveragedDownSquareBySquare) {
  const Images images{{1, 4}, {0, 4, 8, 8, 8, 4, 8, 9, 1, 1, 0, 0, 1, 1, 255, 255}, {7}};

  const Images small = averaged_down(images, 2);

  EXPECT_THAT(small.pixels, ElementsAre(4, 8, 1, 128));  // 8.25 and 127.5, rounded
  EXPECT_EQ(small.labels, images.labels);
}

TEST(Images, EachChannelIsAveragedOnItsOwn) {
  const Images images{{2, 2}, {1, 1, 1, 1, 9, 9, 9, 9}, {0}};

  EXPECT_THAT(averaged_down(images, 1).pixels, ElementsAre(1, 9));
}

TEST(Images, HashTellsPixelsAndLabelsApart) {
  const Images images{{1, 1}, {5}, {0}};
  Images other_pixel = images, other_label = images;
  other_pixel.pixels[0] = 6;
  other_label.labels[0] = 1;

  EXPECT_NE(hash_of(other_pixel), hash_of(images));
  EXPECT_NE(hash_of(other_label), hash_of(images));
}

TEST(ImageSource, RefusesASizeThatDoesNotDivide) {
  const ImageSource source{.kind = ImageSource::Kind::kCifar10, .folder = "", .size = 14};

  EXPECT_THAT(
      [&] { source.shape(); },
      ThrowsMessage<sdk::Error>(HasSubstr("parameter 'image_size' is 14; images of 32 pixels are averaged down")));
}

TEST(ImageSource, DrawsDigitsWithoutAnyFile) {
  const ImageSet set = load_images({.size = 14, .images = 200});

  EXPECT_EQ(set.train.count(), 200);
  EXPECT_EQ(set.test.count(), 40);
}

TEST(ImageSource, ReadsTheFilesOfMnistAndAveragesThem) {
  const test::Folder folder;
  for (const std::string stem : {"train", "t10k"}) {
    std::string images("\0\0\x08\x03\0\0\0\x02\0\0\0\x1c\0\0\0\x1c", 16), labels("\0\0\x08\x01\0\0\0\x02\x03\x04", 10);
    images += std::string(2 * 28 * 28, '\x50');
    folder.write(stem + "-images-idx3-ubyte", images);
    folder.write(stem + "-labels-idx1-ubyte", labels);
  }

  const ImageSet set = load_images({.kind = ImageSource::Kind::kMnist, .folder = folder.path(), .size = 14});

  EXPECT_EQ(set.train.shape, (ImageShape{1, 14}));
  EXPECT_THAT(set.test.labels, ElementsAre(3, 4));
  EXPECT_EQ(set.train.image(1)[0], 0x50);
}

}  // namespace
}  // namespace autoloss::gan
