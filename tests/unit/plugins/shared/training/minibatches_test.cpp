#include "plugins/shared/training/minibatches.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/plugins/support/memory_stream.hpp"

namespace autoloss::training {
namespace {

using ::testing::Ne;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

std::vector<uint32_t> take(Minibatches& minibatches, int count) {
  std::vector<uint32_t> rows;
  for (int i = 0; i < count; ++i, minibatches.advance())
    rows.insert(rows.end(), minibatches.current().begin(), minibatches.current().end());
  return rows;
}

TEST(Minibatches, VisitEveryRowOnceAnEpoch) {
  Minibatches minibatches;
  minibatches.start(5, 2, 1);

  EXPECT_THAT(take(minibatches, 3), UnorderedElementsAre(0, 1, 2, 3, 4));
  EXPECT_THAT(take(minibatches, 3), UnorderedElementsAre(0, 1, 2, 3, 4));
}

TEST(Minibatches, EndAnEpochWithTheRowsThatAreLeft) {
  Minibatches minibatches;
  minibatches.start(5, 2, 1);

  take(minibatches, 2);

  EXPECT_THAT(minibatches.current(), SizeIs(1));
}

TEST(Minibatches, HaveAnOrderForEachSeedAndEpoch) {
  Minibatches minibatches;
  minibatches.start(50, 50, 1);
  const std::vector<uint32_t> first = take(minibatches, 1);
  const std::vector<uint32_t> second = take(minibatches, 1);
  minibatches.start(50, 50, 1);
  const std::vector<uint32_t> again = take(minibatches, 1);
  minibatches.start(50, 50, 2);
  const std::vector<uint32_t> other = take(minibatches, 1);

  EXPECT_EQ(again, first);
  EXPECT_THAT(second, Ne(first));
  EXPECT_THAT(other, Ne(first));
}

TEST(Minibatches, GoOnFromASavedPlace) {
  Minibatches minibatches;
  minibatches.start(7, 3, 1);
  take(minibatches, 4);
  const std::string place = test::saved(minibatches);
  const std::vector<uint32_t> rest = take(minibatches, 5);

  minibatches.start(7, 3, 1);
  test::load(minibatches, place);

  EXPECT_EQ(take(minibatches, 5), rest);
}

TEST(Minibatches, RefuseAPlaceBeyondTheRows) {
  Minibatches minibatches;
  minibatches.start(60, 3, 1);
  take(minibatches, 10);
  const std::string place = test::saved(minibatches);
  minibatches.start(7, 3, 1);

  EXPECT_THROW(test::load(minibatches, place), sdk::Error);
}

}  // namespace
}  // namespace autoloss::training
