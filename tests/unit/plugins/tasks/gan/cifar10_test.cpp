#include "plugins/tasks/gan/cifar10.hpp"

#include <gmock/gmock.h>

#include <autoloss/cpp/error.hpp>

#include "tests/unit/plugins/support/folder.hpp"

namespace autoloss::gan {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::ThrowsMessage;

constexpr std::size_t kRecord = 3073;

// Records whose pixels are all the label's number.
std::vector<uint8_t> records(const std::vector<uint8_t>& labels) {
  std::vector<uint8_t> bytes;
  for (const uint8_t label : labels) bytes.insert(bytes.end(), kRecord, label);
  return bytes;
}

Images parsed(const std::vector<uint8_t>& bytes) {
  Images images{{3, 32}, {}, {}};
  parse_cifar10(bytes, "batch.bin", images);
  return images;
}

TEST(Cifar10, ReadsLabelsAndPixels) {
  const Images images = parsed(records({3, 9}));

  EXPECT_EQ(images.labels, (std::vector<uint8_t>{3, 9}));
  EXPECT_EQ(images.count(), 2);
  EXPECT_EQ(images.image(1).size(), 3u * 32 * 32);
  EXPECT_EQ(images.image(1).back(), 9);
}

TEST(Cifar10, RefusesPartOfARecord) {
  std::vector<uint8_t> bytes = records({1});
  bytes.pop_back();

  EXPECT_THAT([&] { parsed(bytes); },
              ThrowsMessage<sdk::Error>(
                  HasSubstr("batch.bin: 3072 bytes; a file of CIFAR-10 has a multiple of 3073, a record an image")));
  EXPECT_THROW(parsed({}), sdk::Error);
}

TEST(Cifar10, RefusesALabelThatIsNone) {
  EXPECT_THAT(
      [] {
        parsed(records({0, 10}));
      },
      ThrowsMessage<sdk::Error>(HasSubstr("batch.bin: label 1 is 10; labels are 0 to 9")));
}

TEST(Cifar10, ReadsTheBatchesOfAFolderInOrder) {
  const test::Folder folder;
  folder.write("data_batch_2.bin", records({2}));
  folder.write("data_batch_1.bin", records({1}));
  folder.write("test_batch.bin", records({5}));

  const ImageSet set = read_cifar10(folder.path());

  EXPECT_EQ(set.train.labels, (std::vector<uint8_t>{1, 2}));
  EXPECT_EQ(set.test.labels, (std::vector<uint8_t>{5}));
}

TEST(Cifar10, NamesTheFileThatIsMissing) {
  const test::Folder folder;

  EXPECT_THAT(
      [&] { read_cifar10(folder.path()); },
      ThrowsMessage<sdk::Error>(AllOf(HasSubstr("data_batch_*.bin: no such file"), HasSubstr("binary version"))));
}

}  // namespace
}  // namespace autoloss::gan
