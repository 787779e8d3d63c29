// The data of classification as users meet them: a table of their own, good and bad; images; real ones where they are
// at hand.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/integration/process.hpp"

namespace autoloss::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

std::string experiment(const std::string& data) {
  return "[task]\n"
         "id = \"classification\"\n" +
         data +
         "[episode]\n"
         "horizon = 300\n"
         "[compare]\n"
         "problems = 4\n"
         "[method.constant]\n"
         "controller.id = \"bernoulli_constant\"\n";
}

// Rows of a number, a colour and the class, which follows the colour.
std::string good_table(int rows) {
  std::string text = "size,colour,kind\n";
  for (int row = 0; row < rows; ++row)
    text += std::to_string(row * 7 % 13) + (row % 2 == 0 ? ",red,\"apple\"\n" : ",yellow,pear\n");
  return text;
}

class TableOfClasses : public testing::Test {
 protected:
  Ended run(const std::string& table) {
    folder_.write("table.csv", table);
    folder_.write("file.toml", experiment("data = \"table.csv\"\ntarget = \"kind\"\n"));
    return autoloss({"run", "file.toml", "--out", "run"}, folder_.path());
  }
  void expect_refused(const std::string& table, const std::string& message) {
    const Ended ended = run(table);
    EXPECT_EQ(ended.code, 2);
    EXPECT_THAT(ended.err, HasSubstr(message));
    EXPECT_FALSE(fs::exists(folder_.path() / "run" / "summary.json"));
  }
  Folder folder_;
};

TEST_F(TableOfClasses, IsDividedAndLearned) {
  const Ended ended = run(good_table(120));
  ASSERT_EQ(ended.code, 0) << ended.err;
  EXPECT_LT(nlohmann::json::parse(folder_.read("run/summary.json"))["methods"][0]["mean"], 0.05);
}

TEST_F(TableOfClasses, RefusesTextAmongNumbers) {
  expect_refused(good_table(40) + "large,red,apple\n", "table.csv:42:1: 'large'");
}
TEST_F(TableOfClasses, RefusesOneClassAlone) {
  expect_refused(
      "size,kind\n" +
          [] {
            std::string rows;
            for (int row = 0; row < 40; ++row) rows += std::to_string(row) + ",apple\n";
            return rows;
          }(),
      "'apple' alone");
}
TEST_F(TableOfClasses, RefusesAClassWithTooFewRows) {
  expect_refused(good_table(40) + "1,red,plum\n", "class 'plum' of column 'kind' has 1 row");
}

TEST(FolderOfImages, IsRefusedWhereFilesAreMissing) {
  const Folder folder;
  folder.write("file.toml", experiment("data_dir = \"images\"\n"));
  const Ended ended = autoloss({"run", "file.toml"}, folder.path());
  EXPECT_EQ(ended.code, 2);
  EXPECT_THAT(ended.err, HasSubstr("train-images-idx3-ubyte: no such file"));
}

TEST(FolderOfImages, IsRefusedWhereAFileIsOfAnotherKind) {
  const Folder folder;
  fs::create_directory(folder.path() / "images");
  folder.write("images/train-images-idx3-ubyte", "these are no images at all");
  folder.write("images/train-labels-idx1-ubyte", "nor labels");
  folder.write("file.toml", experiment("data_dir = \"images\"\n"));
  const Ended ended = autoloss({"run", "file.toml"}, folder.path());
  EXPECT_EQ(ended.code, 2);
  EXPECT_THAT(ended.err, HasSubstr("the magic number is 0x74686573"));
}

// The mean error of a constant schedule on a real data set, below which it must be.
void expect_learned(const std::string& data, const std::string& settings, double error) {
  const fs::path path = fs::path(AUTOLOSS_SOURCE_DIR "/../shared/data") / data;
  if (!fs::exists(path)) GTEST_SKIP() << "the real data sets are not here";
  const Folder folder;
  folder.write("file.toml", experiment(settings + " = \"" + fs::canonical(path).string() + "\"\n"));
  const Ended ended = autoloss({"run", "file.toml", "--out", "run"}, folder.path());
  ASSERT_EQ(ended.code, 0) << ended.err;
  EXPECT_LT(nlohmann::json::parse(folder.read("run/summary.json"))["methods"][0]["mean"], error);
}

TEST(TableOfTumours, IsLearnedWhereItIsAtHand) {
  expect_learned("tabular/breast_cancer_wdbc.csv", "target = \"diagnosis\"\ndata", 0.12);
}
TEST(ImagesOfDigits, AreLearnedWhereTheyAreAtHand) {
  expect_learned("mnist", "learning_rate = 0.005\nl1_weight = 0\ndata_dir", 0.35);
}

}  // namespace
}  // namespace autoloss::test
