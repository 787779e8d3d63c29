#include "plugins/shared/idx.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <autoloss/cpp/error.hpp>
#include <filesystem>

#include "plugins/shared/gzip.hpp"
#include "tests/unit/plugins/support/folder.hpp"

namespace autoloss::shared {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

using Bytes = std::vector<uint8_t>;

// Three images of 1 x 2 pixels.
const Bytes kImages{0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0, 2, 10, 20, 30, 40, 50, 255};
const Bytes kLabels{0, 0, 8, 1, 0, 0, 0, 3, 7, 0, 9};

// What a call says when it fails.
template <class Call>
std::string refusal(Call&& call) {
  try {
    call();
  } catch (const sdk::Error& error) {
    return error.what();
  }
  return "accepted";
}
std::string refusal_of_images(const Bytes& bytes) {
  return refusal([&] { parse_idx_images(bytes, "f"); });
}
std::string refusal_of_labels(const Bytes& bytes) {
  return refusal([&] { parse_idx_labels(bytes, "f"); });
}

Bytes changed(Bytes bytes, std::size_t place, uint8_t value) {
  bytes.at(place) = value;
  return bytes;
}

void write_gzip(const std::string& path, const Bytes& bytes) {
  const gzFile to = gzopen(path.c_str(), "wb");
  gzwrite(to, bytes.data(), static_cast<unsigned>(bytes.size()));
  gzclose(to);
}

TEST(ParseIdx, ReadsImages) {
  const IdxImages images = parse_idx_images(kImages, "f");

  EXPECT_EQ(images.count, 3u);
  EXPECT_EQ(images.height, 1u);
  EXPECT_EQ(images.width, 2u);
  EXPECT_EQ(images.image(2)[0], 50);
  EXPECT_EQ(images.image(2)[1], 255);
}

TEST(ParseIdx, ReadsLabels) {
  EXPECT_THAT(parse_idx_labels(kLabels, "f"), ElementsAre(7, 0, 9));
}

TEST(ParseIdx, RefusesAnotherMagicNumber) {
  EXPECT_EQ(refusal_of_images(kLabels), "f: 11 bytes; the header of IDX images alone has 16");
  EXPECT_EQ(refusal_of_images(changed(kImages, 2, 13)),
            "f: the magic number is 0x00000d03; a file of IDX images begins with 0x00000803");
  EXPECT_EQ(refusal_of_labels(kImages),
            "f: the magic number is 0x00000803; a file of IDX labels begins with 0x00000801");
}

TEST(ParseIdx, RefusesEveryShorterAndLongerFile) {
  for (std::size_t size = 0; size < kImages.size(); ++size)
    EXPECT_THAT(refusal_of_images({kImages.begin(), kImages.begin() + static_cast<std::ptrdiff_t>(size)}),
                StartsWith("f: "))
        << size;
  for (std::size_t size = 0; size < kLabels.size(); ++size)
    EXPECT_THAT(refusal_of_labels({kLabels.begin(), kLabels.begin() + static_cast<std::ptrdiff_t>(size)}),
                StartsWith("f: "))
        << size;
  Bytes longer = kImages;
  longer.push_back(0);
  EXPECT_EQ(refusal_of_images(longer), "f: the header announces 3 x 1 x 2 images, which are 6 bytes; 7 follow it");
}

TEST(ParseIdx, RefusesSizesWhoseProductOverflows) {
  Bytes bytes = kImages;
  for (std::size_t place = 4; place < 16; ++place) bytes[place] = 0xff;

  EXPECT_THAT(refusal_of_images(bytes), HasSubstr("4294967295 x 4294967295 x 4294967295 images"));
}

TEST(ParseIdx, RefusesNoImagesAndImagesWithoutPixels) {
  const Bytes header(kImages.begin(), kImages.begin() + 16);

  EXPECT_EQ(refusal_of_images(changed(header, 7, 0)), "f: 0 images of 1 x 2 pixels: there is nothing to learn from");
  EXPECT_EQ(refusal_of_images(changed(header, 11, 0)), "f: 3 images of 0 x 2 pixels: there is nothing to learn from");
}

TEST(ParseIdx, RefusesALabelAboveNine) {
  EXPECT_EQ(refusal_of_labels(changed(kLabels, 9, 10)), "f: label 1 is 10; labels are 0 to 9");
}

TEST(ReadIdx, TakesPlainAndCompressedFiles) {
  const test::Folder folder;
  folder.write("train-images-idx3-ubyte", kImages);
  write_gzip(folder.file("train-labels-idx1-ubyte.gz"), kLabels);

  const LabelledImages read = read_idx(folder.path(), "train");

  EXPECT_EQ(read.images.count, 3u);
  EXPECT_THAT(read.labels, ElementsAre(7, 0, 9));
}

TEST(ReadIdx, NamesAFileThatIsNotThere) {
  const test::Folder folder;
  folder.write("train-images-idx3-ubyte", kImages);

  EXPECT_EQ(refusal([&] { read_idx(folder.path(), "train"); }),
            folder.file("train-labels-idx1-ubyte") + ": no such file, nor train-labels-idx1-ubyte.gz beside it");
}

TEST(ReadIdx, RefusesAnotherNumberOfLabelsThanImages) {
  const test::Folder folder;
  folder.write("t10k-images-idx3-ubyte", kImages);
  folder.write("t10k-labels-idx1-ubyte", Bytes{0, 0, 8, 1, 0, 0, 0, 2, 7, 0});

  EXPECT_EQ(refusal([&] { read_idx(folder.path(), "t10k"); }), folder.file("t10k-labels-idx1-ubyte") +
                                                                   ": 2 labels for the 3 images of " +
                                                                   folder.file("t10k-images-idx3-ubyte"));
}

TEST(ReadGzip, RefusesAGzipFileCutShortAnywhere) {
  const test::Folder folder;
  write_gzip(folder.file("whole.gz"), kImages);
  Bytes bytes = folder.read("whole.gz");
  ASSERT_EQ(read_gzip(folder.file("whole.gz"), 100), kImages);

  // Fewer than two bytes do not yet say that this is a gzip file; then the contents are those bytes.
  while (bytes.size() > 2) {
    bytes.pop_back();
    folder.write("cut.gz", bytes);
    EXPECT_THAT(refusal([&] { parse_idx_images(read_gzip(folder.file("cut.gz"), 100), folder.file("cut.gz")); }),
                StartsWith(folder.file("cut.gz") + ": "))
        << bytes.size();
  }
}

TEST(ReadGzip, RefusesADamagedGzipFile) {
  const test::Folder folder;
  write_gzip(folder.file("damaged.gz"), kImages);
  Bytes bytes = folder.read("damaged.gz");
  bytes[bytes.size() - 6] ^= 1;  // of the checksum
  folder.write("damaged.gz", bytes);

  EXPECT_THAT(refusal([&] { read_gzip(folder.file("damaged.gz"), 100); }), HasSubstr("the gzip file is damaged"));
}

TEST(ReadGzip, RefusesMoreContentsThanAllowed) {
  const test::Folder folder;
  write_gzip(folder.file("large.gz"), kImages);

  EXPECT_EQ(refusal([&] { read_gzip(folder.file("large.gz"), 21); }),
            folder.file("large.gz") + ": more than 21 bytes of contents");
}

TEST(Mnist, IsReadWhereItIsAtHand) {
  const std::filesystem::path folder = AUTOLOSS_SOURCE_DIR "/../shared/data/mnist";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "the real data sets are not here";

  const LabelledImages test = read_idx(folder.string(), "t10k");

  EXPECT_EQ(test.images.count, 10'000u);
  EXPECT_EQ(test.images.size(), 28u * 28u);
  EXPECT_EQ(test.labels[0], 7);
}

}  // namespace
}  // namespace autoloss::shared
