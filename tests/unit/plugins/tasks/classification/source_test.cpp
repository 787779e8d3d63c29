#include "plugins/tasks/classification/source.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace autoloss::classification {
namespace {

using ::testing::ElementsAre;

TEST(Rows, AreCutIntoSlices) {
  const Rows rows{3, 2, {1, 2, 3, 4, 5, 6}, {0, 1, 2}};

  const Rows slice = rows.slice(1, 3);

  EXPECT_EQ(slice.count, 2u);
  EXPECT_EQ(slice.features, 2u);
  EXPECT_THAT(slice.inputs, ElementsAre(3, 4, 5, 6));
  EXPECT_THAT(slice.labels, ElementsAre(1, 2));
  EXPECT_THAT(slice.input(1), ElementsAre(5, 6));
}

TEST(PartitionSizes, GivesTheScorePartitionAsManyRowsAsAValidationPartition) {
  const PartitionSizes sizes{1, 2, 3};

  EXPECT_EQ(sizes.of(Partition::kControllerTrain), 1u);
  EXPECT_EQ(sizes.of(Partition::kControllerValid), 2u);
  EXPECT_EQ(sizes.of(Partition::kTaskTrain), 1u);
  EXPECT_EQ(sizes.of(Partition::kTaskValid), 2u);
  EXPECT_EQ(sizes.of(Partition::kScore), 2u);
  EXPECT_EQ(sizes.of(Partition::kTest), 3u);
}

}  // namespace
}  // namespace autoloss::classification
