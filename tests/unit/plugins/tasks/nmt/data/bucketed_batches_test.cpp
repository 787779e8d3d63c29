#include "plugins/tasks/nmt/data/bucketed_batches.hpp"

#include <gmock/gmock.h>

#include <autoloss/cpp/random.hpp>

#include "tests/unit/plugins/support/memory_stream.hpp"

namespace autoloss::nmt {
namespace {

std::vector<uint32_t> lengths(std::size_t count) {
  sdk::Stream stream(3);
  std::vector<uint32_t> lengths;
  while (lengths.size() < count) lengths.push_back(static_cast<uint32_t>(4 + stream.below(20)));
  return lengths;
}

std::vector<uint32_t> epoch(BucketedBatches& batches, std::size_t count) {
  std::vector<uint32_t> order;
  for (std::size_t batch = 0; batch < count; ++batch, batches.advance())
    order.insert(order.end(), batches.current().begin(), batches.current().end());
  return order;
}

TEST(BucketedBatches, AnEpochVisitsEverySentenceOnceInAnOrderOfItsOwn) {
  BucketedBatches batches;
  batches.start(lengths(103), 10, 1);

  const std::vector<uint32_t> first = epoch(batches, 11), second = epoch(batches, 11);

  std::vector<uint32_t> all(103);
  for (uint32_t index = 0; index < all.size(); ++index) all[index] = index;
  EXPECT_THAT(first, testing::UnorderedElementsAreArray(all));
  EXPECT_THAT(second, testing::UnorderedElementsAreArray(all));
  EXPECT_NE(first, second);
}

TEST(BucketedBatches, SentencesOfABatchAreAboutAsLong) {
  const std::vector<uint32_t> of = lengths(1000);
  BucketedBatches batches;
  batches.start(of, 32, 1);
  for (int batch = 0; batch < 32; ++batch, batches.advance()) {
    std::vector<uint32_t> chosen;
    for (const uint32_t index : batches.current()) chosen.push_back(of[index]);
    EXPECT_LT(padding_share(chosen), 0.25);
  }
}

TEST(BucketedBatches, PaddingIsWhatTheLongestLeavesEmpty) {
  const std::vector<uint32_t> chosen{2, 4, 3, 3};

  EXPECT_DOUBLE_EQ(padding_share(chosen), 4.0 / 16);
}

TEST(BucketedBatches, GoOnWhereTheyWereSaved) {
  BucketedBatches batches, restored;
  batches.start(lengths(50), 8, 2);
  restored.start(lengths(50), 8, 2);
  for (int batch = 0; batch < 20; ++batch) batches.advance();

  test::load(restored, test::saved(batches));

  for (int batch = 0; batch < 20; ++batch, batches.advance(), restored.advance())
    EXPECT_TRUE(std::equal(batches.current().begin(), batches.current().end(), restored.current().begin()));
}

TEST(BucketedBatches, RefuseAPlaceThatThereIsNot) {
  BucketedBatches batches, few;
  batches.start(lengths(50), 8, 2);
  few.start(lengths(8), 8, 2);
  for (int batch = 0; batch < 5; ++batch) batches.advance();

  EXPECT_THROW(test::load(few, test::saved(batches)), sdk::Error);
}

}  // namespace
}  // namespace autoloss::nmt
