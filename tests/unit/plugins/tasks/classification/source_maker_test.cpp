#include "plugins/tasks/classification/source_maker.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <autoloss/cpp/error.hpp>
#include <filesystem>

#include "tests/unit/plugins/tasks/classification/image_files.hpp"

namespace autoloss::classification {
namespace {

using ::testing::ElementsAre;

std::string table_of(const std::string& first, const std::string& second) {
  std::string text = "x,y\n";
  for (int row = 0; row < 30; ++row) text += std::to_string(row) + "," + (row % 2 == 0 ? first : second) + "\n";
  return text;
}

DataSettings table_at(const std::string& path) {
  DataSettings settings;
  settings.table = {path, "y", {}, {}};
  return settings;
}

TEST(SourceMaker, MakesGeneratedData) {
  SourceMaker maker;
  const DataSettings settings;

  EXPECT_EQ(maker.shape(settings).features, 32u);
  EXPECT_THAT(maker.shape(settings).classes, ElementsAre("0", "1"));
  EXPECT_EQ(maker.make(settings, Partition::kTaskTrain, 5)->rows(Partition::kTest).inputs,
            Generator(settings.generator, 5).rows(Partition::kTest).inputs);
}

TEST(SourceMaker, ReadsATableWhenItIsFirstNamed) {
  const autoloss::test::Folder folder;
  const DataSettings settings = table_at(folder.write("t.csv", table_of("a", "b")));
  SourceMaker maker;

  EXPECT_EQ(maker.shape(settings).features, 1u);
  std::filesystem::remove(folder.file("t.csv"));
  EXPECT_THAT(maker.shape(settings).classes, ElementsAre("a", "b"));
  EXPECT_EQ(maker.make(settings, Partition::kTaskTrain, 5)->row_count(Partition::kTest), 5u);
}

TEST(SourceMaker, ReadsAnotherTableWhenThatIsNamed) {
  const autoloss::test::Folder folder;
  SourceMaker maker;
  maker.shape(table_at(folder.write("t.csv", table_of("a", "b"))));

  EXPECT_THAT(maker.shape(table_at(folder.write("u.csv", table_of("c", "d")))).classes, ElementsAre("c", "d"));
}

TEST(SourceMaker, MakesDataOfImages) {
  const autoloss::test::Folder folder;
  test::write_images(folder);
  DataSettings settings;
  settings.image_folder = folder.path();
  settings.generator.sizes = {6, 16, 0};
  SourceMaker maker;

  EXPECT_EQ(maker.shape(settings).features, 2u);
  EXPECT_EQ(maker.shape(settings).classes.size(), 10u);
  EXPECT_EQ(maker.make(settings, Partition::kTaskTrain, 5)->row_count(Partition::kTest), 20u);
}

TEST(SourceMaker, NamesAFileThatIsNotThere) {
  SourceMaker maker;
  DataSettings images;
  images.image_folder = "/nowhere";
  for (const DataSettings& settings : {table_at("/nowhere/t.csv"), images}) {
    try {
      maker.shape(settings);
      FAIL();
    } catch (const sdk::Error& error) {
      EXPECT_EQ(error.status(), AUTOLOSS_NOT_FOUND);
      EXPECT_THAT(error.what(), testing::StartsWith("/nowhere/t"));
    }
  }
}

}  // namespace
}  // namespace autoloss::classification
