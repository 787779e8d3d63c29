#include "plugins/tasks/classification/image_source.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <autoloss/cpp/error.hpp>
#include <cmath>
#include <set>

#include "tests/unit/plugins/tasks/classification/image_files.hpp"

namespace autoloss::classification {
namespace {

using ::testing::ElementsAre;
using ::testing::Ne;

class ImageSourceTest : public testing::Test {
 protected:
  ImageSourceTest() { test::write_images(folder_); }

  ImageSource source(uint64_t seed = 1, const PartitionSizes& sizes = {6, 16, 8}) const {
    return {read_images(folder_.path()), sizes, seed};
  }
  std::string refusal(const PartitionSizes& sizes) const {
    try {
      source(1, sizes);
    } catch (const sdk::Error& error) {
      EXPECT_EQ(error.status(), AUTOLOSS_INVALID_ARGUMENT);
      return error.what();
    }
    return "accepted";
  }

  autoloss::test::Folder folder_;
};

TEST_F(ImageSourceTest, MakesRowsOfPixelsBetweenZeroAndOne) {
  const Rows rows = source().rows(Partition::kTaskValid);

  EXPECT_EQ(rows.count, 16u);
  EXPECT_EQ(rows.features, 2u);
  for (std::size_t row = 0; row < rows.count; ++row) {
    const auto image = static_cast<uint32_t>(std::lround(rows.input(row)[0] * 255));
    EXPECT_FLOAT_EQ(rows.input(row)[0], static_cast<float>(image) / 255);
    EXPECT_EQ(rows.input(row)[1], 1.0f);
    EXPECT_EQ(rows.labels[row], image % 10);
  }
}

TEST_F(ImageSourceTest, HasTenClasses) {
  EXPECT_THAT(source().classes(), ElementsAre("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"));
}

TEST_F(ImageSourceTest, DividesTheTrainingFileIntoPartitionsThatShareNothing) {
  const ImageSource made = source();
  std::set<float> seen;
  for (const Partition partition : {Partition::kControllerTrain, Partition::kControllerValid, Partition::kTaskTrain,
                                    Partition::kTaskValid, Partition::kScore}) {
    const Rows rows = made.rows(partition);
    EXPECT_EQ(rows.count, made.row_count(partition));
    for (std::size_t row = 0; row < rows.count; ++row) EXPECT_TRUE(seen.insert(rows.input(row)[0]).second);
  }

  EXPECT_EQ(seen.size(), 60u);
}

TEST_F(ImageSourceTest, DividesItOtherwiseForAnotherSeed) {
  EXPECT_EQ(source(1).rows(Partition::kTaskTrain).inputs, source(1).rows(Partition::kTaskTrain).inputs);
  EXPECT_THAT(source(2).rows(Partition::kTaskTrain).inputs, Ne(source(1).rows(Partition::kTaskTrain).inputs));
}

TEST_F(ImageSourceTest, TestsOnImagesOfTheTestFileOrAllOfThem) {
  std::set<float> tested;
  const Rows all = source(1, {6, 16, 0}).rows(Partition::kTest);
  for (std::size_t row = 0; row < all.count; ++row) tested.insert(all.input(row)[0]);

  EXPECT_EQ(source().rows(Partition::kTest).count, 8u);
  EXPECT_EQ(source(1, {6, 16, 0}).row_count(Partition::kTest), 20u);
  EXPECT_EQ(tested.size(), 20u);
  EXPECT_LE(*tested.rbegin(), 19.0f / 255);
}

TEST_F(ImageSourceTest, RefusesSizesBeyondTheFiles) {
  EXPECT_EQ(refusal({7, 16, 8}),
            "2 x rows + 2 x valid_rows + score_rows (or valid_rows) = 62 images are more than the 60 of the training "
            "file in " +
                folder_.path());
  EXPECT_EQ(refusal({6, 16, 21}),
            "test_rows = 21 images are more than the 20 of the test file in " + folder_.path() + "; 0 takes all");
}

TEST_F(ImageSourceTest, SharesWhatWasReadAsLongAsSomebodyHoldsIt) {
  const auto first = read_images(folder_.path());

  EXPECT_EQ(read_images(folder_.path()), first);
}

TEST_F(ImageSourceTest, RefusesTestImagesOfAnotherSize) {
  folder_.write("t10k-images-idx3-ubyte", std::vector<uint8_t>{0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 9});
  folder_.write("t10k-labels-idx1-ubyte", std::vector<uint8_t>{0, 0, 8, 1, 0, 0, 0, 1, 9});

  try {
    read_images(folder_.path());
    FAIL();
  } catch (const sdk::Error& error) {
    EXPECT_EQ(error.status(), AUTOLOSS_BAD_DATA);
    EXPECT_EQ(error.what(),
              folder_.path() + ": the images of the training file have 1 x 2 pixels, those of the test file 1 x 1");
  }
}

}  // namespace
}  // namespace autoloss::classification
