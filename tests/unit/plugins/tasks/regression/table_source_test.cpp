#include "plugins/tasks/regression/table_source.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <autoloss/cpp/error.hpp>
#include <cmath>
#include <set>

namespace autoloss::regression {
namespace {

using ::testing::Each;
using ::testing::Ne;

// 26 rows: row r holds r, 7 and the target 10 r. Four rows a partition, two left over.
std::shared_ptr<const TableData> counting_table() {
  shared::NumberTable table{{"index", "constant", "target"}, {}};
  for (int row = 0; row < 26; ++row) table.values.insert(table.values.end(), {1.0 * row, 7.0, 10.0 * row});
  return std::make_shared<TableData>(table, "target", "t.csv");
}

TableSource source(uint64_t seed = 1, TargetScaling scaling = TargetScaling::kNone) {
  return {counting_table(), seed, Partition::kTaskTrain, scaling};
}

constexpr Partition kAll[] = {Partition::kControllerTrain, Partition::kControllerValid, Partition::kTaskTrain,
                              Partition::kTaskValid,       Partition::kScore,           Partition::kTest};

std::string refusal(const shared::NumberTable& table, const std::string& target) {
  try {
    TableData(table, target, "t.csv");
  } catch (const sdk::Error& error) {
    return error.what();
  }
  return "accepted";
}

TEST(TableSource, DividesTheRowsIntoPartitionsThatShareNone) {
  std::set<float> seen;
  for (const Partition partition : kAll)
    for (const float target : source().rows(partition).targets) EXPECT_TRUE(seen.insert(target).second);

  EXPECT_EQ(seen.size(), 24u);
}

TEST(TableSource, DividesThemOtherwiseForAnotherSeed) {
  EXPECT_EQ(source(1).rows(Partition::kTest).targets, source(1).rows(Partition::kTest).targets);
  EXPECT_THAT(source(2).rows(Partition::kTest).targets, Ne(source(1).rows(Partition::kTest).targets));
}

TEST(TableSource, StandardisesOnTheTrainingPartitionAlone) {
  const std::vector<float> train = source().rows(Partition::kTaskTrain).targets;  // ten times the index
  double mean = 0, variance = 0;
  for (const float target : train) mean += target / 10 / 4;
  for (const float target : train) variance += std::pow(target / 10 - mean, 2) / 4;

  const Rows test = source().rows(Partition::kTest);

  for (std::size_t row = 0; row < test.count; ++row)
    EXPECT_NEAR(test.input(row)[0], (test.targets[row] / 10 - mean) / std::sqrt(variance), 1e-6);
}

TEST(TableSource, TurnsAConstantColumnIntoZero) {
  const Rows rows = source().rows(Partition::kTaskValid);

  for (std::size_t row = 0; row < rows.count; ++row) EXPECT_EQ(rows.input(row)[1], 0.0f);
}

TEST(TableSource, ScalesTheTargetAsAsked) {
  const std::vector<float> plain = source().rows(Partition::kTaskTrain).targets;
  const std::vector<float> centred = source(1, TargetScaling::kCentre).rows(Partition::kTaskTrain).targets;
  const std::vector<float> standard = source(1, TargetScaling::kStandardise).rows(Partition::kTaskTrain).targets;

  double sum = 0, squares = 0;
  for (const float target : standard) sum += target, squares += target * target;
  EXPECT_NEAR(centred[1] - centred[0], plain[1] - plain[0], 1e-4);
  EXPECT_NEAR(centred[0] + centred[1] + centred[2] + centred[3], 0.0, 1e-4);
  EXPECT_NEAR(sum, 0.0, 1e-6);
  EXPECT_NEAR(squares / 4, 1.0, 1e-6);
}

TEST(TableSource, KnowsNeitherNoiseNorTruth) {
  EXPECT_TRUE(source().rows(Partition::kTest).noise.empty());
  EXPECT_TRUE(source().true_weights().empty());
}

TEST(TableSource, RefusesNumbersTooLargeToStandardise) {
  shared::NumberTable table{{"huge", "target"}, {}};
  for (int row = 0; row < 24; ++row) table.values.insert(table.values.end(), {row % 2 == 0 ? 1e300 : -1e300, 1.0});
  const auto data = std::make_shared<TableData>(table, "target", "t.csv");

  EXPECT_THROW(TableSource(data, 1, Partition::kTaskTrain, TargetScaling::kNone), sdk::Error);
}

TEST(TableData, NamesTheNearestColumnForATargetThatIsNotThere) {
  EXPECT_EQ(refusal(counting_table()->table, "targt"), "t.csv:1:1: no column 'targt'; did you mean 'target'?");
}

TEST(TableData, RefusesTooFewRowsForThePartitions) {
  shared::NumberTable table{{"a", "b"}, std::vector<double>(2 * 23)};

  EXPECT_EQ(refusal(table, "b"), "t.csv: 23 rows are too few to be divided into 6 partitions; at least 24 are needed");
}

TEST(TableData, RefusesATableOfTheTargetAlone) {
  EXPECT_EQ(refusal({{"b"}, std::vector<double>(50)}, "b"), "t.csv:1:1: no column is left besides the target 'b'");
}

}  // namespace
}  // namespace autoloss::regression
