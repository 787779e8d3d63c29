#include "plugins/tasks/classification/table_source.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <autoloss/cpp/error.hpp>
#include <cmath>
#include <filesystem>
#include <set>

namespace autoloss::classification {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Ne;
using ::testing::UnorderedElementsAre;

constexpr Partition kAll[] = {Partition::kControllerTrain, Partition::kControllerValid, Partition::kTaskTrain,
                              Partition::kTaskValid,       Partition::kScore,           Partition::kTest};

// 40 rows: row r holds r, 7, a colour and the class, "no" but for every third row.
std::string table_text() {
  std::string text = "index,constant,colour,class\n";
  for (int row = 0; row < 40; ++row)
    text += std::to_string(row) + ",7," +
            (row % 5 == 0   ? "red"
             : row % 2 == 0 ? "blue"
                            : "green") +
            "," + (row % 3 == 0 ? "yes" : "no") + "\n";
  return text;
}

std::shared_ptr<const TableData> data_of(const std::string& text, const std::string& target = "class",
                                         const std::vector<std::string>& categorical = {}) {
  return std::make_shared<TableData>(shared::parse_csv(text, "t.csv"), target, categorical);
}

TableSource source(uint64_t seed = 1, Partition training = Partition::kTaskTrain) {
  return {data_of(table_text()), seed, training};
}

// What the table says to a text that it refuses.
std::string refusal(const std::string& text, const std::string& target = "class",
                    const std::vector<std::string>& categorical = {}) {
  try {
    data_of(text, target, categorical);
  } catch (const sdk::Error& error) {
    return error.what();
  }
  return "accepted";
}

// Rows "cell,class", alternating between classes a and b.
std::string table_of(const std::vector<std::string>& cells) {
  std::string text = "x,class\n";
  for (std::size_t row = 0; row < cells.size(); ++row) text += cells[row] + (row % 2 == 0 ? ",a\n" : ",b\n");
  return text;
}
std::vector<std::string> cells(std::size_t count, const std::string& cell) {
  return std::vector<std::string>(count, cell);
}

std::vector<float> column_of(const Rows& rows, std::size_t column) {
  std::vector<float> values;
  for (std::size_t row = 0; row < rows.count; ++row) values.push_back(rows.input(row)[column]);
  return values;
}

// Which rows of a table_of() with so many rows train with seed 1: found by marking one row after the other.
std::vector<std::size_t> training_rows(std::size_t count) {
  std::vector<std::size_t> training;
  for (std::size_t row = 0; row < count; ++row) {
    std::vector<std::string> column = cells(count, "plain");
    column[row] = "marked";
    const TableSource made(data_of(table_of(column)), 1, Partition::kTaskTrain);
    const std::vector<float> marks = column_of(made.rows(Partition::kTaskTrain), 0);
    if (std::count(marks.begin(), marks.end(), 1.0f) == 1) training.push_back(row);
  }
  return training;
}

TEST(TableData, TellsNumbersFromCategories) {
  const auto data = data_of(table_text());

  ASSERT_EQ(data->columns().size(), 3u);
  EXPECT_TRUE(data->columns()[0].numeric());
  EXPECT_TRUE(data->columns()[1].numeric());
  EXPECT_EQ(data->columns()[2].name, "colour");
  EXPECT_THAT(data->columns()[2].categories, ElementsAre("blue", "green", "red"));
  EXPECT_EQ(data->columns()[2].first_feature, 2u);
  EXPECT_EQ(data->feature_count(), 5u);
  EXPECT_EQ(data->row_count(), 40u);
}

TEST(TableData, KeepsTheNamesOfTheClasses) {
  const auto data = data_of(table_text());

  EXPECT_THAT(data->classes(), ElementsAre("no", "yes"));
  EXPECT_EQ(data->labels()[0], 1u);
  EXPECT_EQ(data->labels()[1], 0u);
}

TEST(TableData, SortsClassesThatAreNumbersByTheirValue) {
  std::string text = "x,class\n";
  for (int row = 0; row < 24; ++row) text += "1," + std::string(row % 3 == 0 ? "10" : row % 3 == 1 ? "9" : "-1") + "\n";

  EXPECT_THAT(data_of(text)->classes(), ElementsAre("-1", "9", "10"));
}

TEST(TableData, TakesNumbersAsCategoriesWhereAsked) {
  std::vector<std::string> codes = cells(24, "2");
  codes[3] = "10";
  codes[4] = "A";

  EXPECT_THAT(data_of(table_of(codes), "class", {"x"})->columns()[0].categories, ElementsAre("10", "2", "A"));
}

TEST(TableData, SaysWhereTextStandsAmongNumbers) {
  std::vector<std::string> column = cells(24, "1.5");
  column[7] = "n/a";

  EXPECT_EQ(refusal(table_of(column)),
            "t.csv:9:1: 'n/a' in column 'x' is not a number, as the others are: correct it, name the column in "
            "'categorical' to take every value as a category, or in 'without' to leave it out");
}

TEST(TableData, SaysWhereANumberStandsAmongTexts) {
  std::vector<std::string> column = cells(24, "red");
  column[5] = "3";

  EXPECT_THAT(refusal(table_of(column)), HasSubstr("t.csv:7:1: '3' in column 'x' is a number among texts"));
}

TEST(TableData, RefusesEmptyFieldsInEveryColumn) {
  std::vector<std::string> column = cells(24, "red");
  column[0] = "";

  EXPECT_THAT(refusal(table_of(column)), HasSubstr("t.csv:2:1: an empty field in column 'x': fill it in"));
  EXPECT_THAT(refusal("x,class\n" + table_of(cells(24, "1")).substr(8) + "1,\n"),
              HasSubstr("t.csv:26:3: an empty field in column 'class'"));
}

TEST(TableData, RefusesWhatIsNotFinite) {
  std::vector<std::string> column = cells(24, "1");
  column[2] = "inf";

  EXPECT_EQ(refusal(table_of(column)), "t.csv:4:1: 'inf' in column 'x' is not finite");
}

TEST(TableData, RefusesAColumnThatSaysWhoARowIs) {
  std::vector<std::string> names;
  for (int row = 0; row < 30; ++row) names.push_back("row" + std::to_string(row));
  EXPECT_EQ(refusal(table_of(names)),
            "t.csv: column 'x' holds 30 different texts in 30 rows, which say who a row is and not what it is like (at "
            "most 256 categories): leave it out with the parameter 'without'");

  for (int row = 0; row < 300; ++row) names.push_back("row" + std::to_string(row));
  EXPECT_THAT(refusal(table_of(names)), HasSubstr("300 different texts in 330 rows"));
}

TEST(TableData, RefusesOneClassAlone) {
  std::string text = "x,class\n";
  for (int row = 0; row < 30; ++row) text += std::to_string(row) + ",M\n";

  EXPECT_EQ(refusal(text), "t.csv: column 'class' holds 'M' alone; at least two classes are needed");
}

TEST(TableData, RefusesATargetOfQuantities) {
  std::string text = "x,y\n";
  for (int row = 0; row < 300; ++row) text += "1," + std::to_string(row) + ".5\n";

  EXPECT_EQ(refusal(text, "y"),
            "t.csv: column 'y' holds 300 different values, more than the 256 classes there may be; numbers are "
            "predicted by the task regression");
}

TEST(TableData, RefusesAClassThatAPartitionWouldLack) {
  std::string text = table_of(cells(40, "1"));
  for (int row = 0; row < 5; ++row) text += "1,rare\n";

  EXPECT_EQ(refusal(text),
            "t.csv: class 'rare' of column 'class' has 5 rows; 6 are needed, one for each partition: add rows, merge "
            "the class with another or leave it out");
  EXPECT_EQ(refusal(text + "1,rare\n"), "accepted");
}

TEST(TableData, RefusesTooFewRows) {
  EXPECT_EQ(refusal(table_of(cells(23, "1"))),
            "t.csv: 23 rows are too few to be divided into 6 partitions; at least 24 are needed");
}

TEST(TableData, NamesTheNearestColumnForOneThatIsNotThere) {
  EXPECT_EQ(refusal(table_text(), "clas"), "t.csv:1:1: no column 'clas'; did you mean 'class'?");
  EXPECT_EQ(refusal(table_text(), "class", {"color"}), "t.csv:1:1: no column 'color'; did you mean 'colour'?");
}

TEST(TableData, RefusesATableOfTheTargetAlone) {
  EXPECT_EQ(refusal("class\na\n"), "t.csv:1:1: no column is left besides the target 'class'");
}

TEST(TableSource, DealsEveryRowToOnePartition) {
  const TableSource made = source();
  std::multiset<std::size_t> sizes;
  std::set<float> seen;
  for (const Partition partition : kAll) {
    const Rows rows = made.rows(partition);
    EXPECT_EQ(rows.count, made.row_count(partition));
    sizes.insert(rows.count);
    for (std::size_t row = 0; row < rows.count; ++row) EXPECT_TRUE(seen.insert(rows.input(row)[0]).second);
  }

  EXPECT_EQ(seen.size(), 40u);
  EXPECT_THAT(sizes, ElementsAre(6, 6, 7, 7, 7, 7));
}

TEST(TableSource, GivesEveryPartitionItsShareOfEachClass) {
  for (uint64_t seed = 0; seed < 50; ++seed) {
    const TableSource made = source(seed);
    for (const Partition partition : kAll) {
      const std::vector<uint32_t> labels = made.rows(partition).labels;
      const auto yes = std::count(labels.begin(), labels.end(), 1u);
      EXPECT_TRUE(yes == 2 || yes == 3) << yes;  // 14 of 40 rows in six partitions
    }
  }
}

TEST(TableSource, MixesTheClassesWithinAPartition) {
  int first = 0;
  for (uint64_t seed = 0; seed < 400; ++seed) first += source(seed).rows(Partition::kTaskValid).labels.front() == 1;

  EXPECT_NEAR(first, 400 * 14 / 40, 5 * std::sqrt(400 * 0.35 * 0.65));
}

TEST(TableSource, DealsOtherwiseForAnotherSeed) {
  EXPECT_EQ(source(1).rows(Partition::kTest).inputs, source(1).rows(Partition::kTest).inputs);
  EXPECT_THAT(source(2).rows(Partition::kTest).inputs, Ne(source(1).rows(Partition::kTest).inputs));
}

TEST(TableSource, StandardisesNumbersOnTheTrainingPartitionAlone) {
  const TableSource by_task = source(1, Partition::kTaskTrain), by_controller = source(1, Partition::kControllerTrain);
  const Rows train = by_task.rows(Partition::kTaskTrain);
  double sum = 0, squares = 0;
  for (std::size_t row = 0; row < train.count; ++row) {
    sum += train.input(row)[0];
    squares += train.input(row)[0] * train.input(row)[0];
  }

  EXPECT_NEAR(sum, 0, 1e-5);
  EXPECT_NEAR(squares / static_cast<double>(train.count), 1, 1e-5);
  EXPECT_THAT(by_controller.rows(Partition::kTaskTrain).inputs, Ne(train.inputs));
}

// By hand: 0 and 2 have mean 1 and standard deviation 1, so that 5 becomes 4.
TEST(TableSource, AppliesTheFiguresOfTheTrainingPartitionToAll) {
  std::vector<std::string> column = cells(24, "5");
  int next = 0;
  for (const std::size_t row : training_rows(24)) column[row] = next++ % 2 == 0 ? "0" : "2";

  const TableSource made(data_of(table_of(column)), 1, Partition::kTaskTrain);

  EXPECT_THAT(column_of(made.rows(Partition::kTaskTrain), 0), UnorderedElementsAre(-1, 1, -1, 1));
  EXPECT_THAT(column_of(made.rows(Partition::kTest), 0), Each(4));
}

TEST(TableSource, MakesAFeatureOfEachCategory) {
  const TableSource made = source();
  for (const Partition partition : kAll) {
    const Rows rows = made.rows(partition);
    for (std::size_t row = 0; row < rows.count; ++row) {
      const auto colours = rows.input(row).subspan(2);
      EXPECT_EQ(std::count(colours.begin(), colours.end(), 1.0f), 1);
      EXPECT_EQ(std::count(colours.begin(), colours.end(), 0.0f), 2);
    }
  }
}

TEST(TableSource, SetsTheFeatureOfTheRowsOwnCategory) {
  std::vector<std::string> column = cells(24, "plain");
  for (int row = 0; row < 24; row += 2) column[static_cast<std::size_t>(row)] = "dotted";  // those of class a
  const TableSource made(data_of(table_of(column)), 1, Partition::kTaskTrain);

  const Rows rows = made.rows(Partition::kScore);

  for (std::size_t row = 0; row < rows.count; ++row) {
    EXPECT_EQ(rows.input(row)[0], rows.labels[row] == 0 ? 1.0f : 0.0f);
    EXPECT_EQ(rows.input(row)[1], rows.labels[row] == 0 ? 0.0f : 1.0f);
  }
}

TEST(TableSource, TurnsAColumnThatIsConstantInTrainingIntoZero) {
  const TableSource made = source();
  for (const Partition partition : kAll) EXPECT_THAT(column_of(made.rows(partition), 1), Each(0));
}

TEST(TableSource, DoesNotScaleUpWhatTrainingNeverSaw) {
  std::vector<std::string> column = cells(24, "0.1");
  column[0] = "5000";
  int zeros = 0;
  for (uint64_t seed = 0; seed < 12; ++seed)
    for (const Partition partition : kAll)
      for (const float value :
           TableSource(data_of(table_of(column)), seed, Partition::kTaskTrain).rows(partition).inputs)
        zeros += value == 0 ? 1 : 0;

  EXPECT_GE(zeros, 6 * 24);  // 5000 stands in one partition of six
}

TEST(TableSource, RefusesNumbersTooLargeToStandardise) {
  std::vector<std::string> column = cells(24, "1e300");
  for (std::size_t row = 0; row < 24; row += 3) column[row] = "-1e300";
  const auto data = data_of(table_of(column));

  EXPECT_THROW(TableSource(data, 1, Partition::kTaskTrain), sdk::Error);
}

TEST(TableOfTumours, IsReadWhereItIsAtHand) {
  const std::filesystem::path path = AUTOLOSS_SOURCE_DIR "/../shared/data/tabular/breast_cancer_wdbc.csv";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "the real data sets are not here";
  const auto data =
      std::make_shared<TableData>(shared::read_csv(path.string()), "diagnosis", std::vector<std::string>{});

  EXPECT_EQ(data->feature_count(), 30u);
  EXPECT_EQ(data->classes().size(), 2u);
  EXPECT_EQ(data->row_count(), 569u);
  EXPECT_EQ(TableSource(data, 1, Partition::kTaskTrain).rows(Partition::kTest).features, 30u);
}

}  // namespace
}  // namespace autoloss::classification
