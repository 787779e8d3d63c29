#include "plugins/tasks/classification/data_settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <autoloss/cpp/error.hpp>

#include "tests/unit/plugins/support/configuration.hpp"

namespace autoloss::classification {
namespace {

using autoloss::test::Configuration;
using ::testing::HasSubstr;

const sdk::ParameterList& parameters() {
  static const sdk::ParameterList list = add_data_parameters(sdk::ParameterList{});
  return list;
}

DataSettings read(Configuration& configuration) {
  return read_data_settings(sdk::Config(configuration.get()));
}

std::string refusal(Configuration& configuration) {
  try {
    read(configuration);
  } catch (const sdk::Error& error) {
    EXPECT_EQ(error.status(), AUTOLOSS_INVALID_ARGUMENT);
    return error.what();
  }
  return "accepted";
}

class DataSettingsTest : public testing::Test {
 protected:
  Configuration configuration_{parameters()};
};

TEST_F(DataSettingsTest, AreTheGeneratorsOwnDefaultsWhenNothingIsSaid) {
  EXPECT_EQ(read(configuration_), DataSettings{});
  EXPECT_EQ(read(configuration_).origin(), DataSettings::Origin::kGenerated);
}

TEST_F(DataSettingsTest, TakeEveryParameterOfTheGenerator) {
  configuration_.string("generator", "paper")
      .integer("features", 40)
      .integer("informative", 4)
      .integer("redundant", 3)
      .integer("repeated", 1)
      .integer("classes", 3)
      .integer("clusters_per_class", 5)
      .numbers("class_weights", {1, 2, 3})
      .number("class_sep", 0.5)
      .number("flip_y", 0.2)
      .boolean("hypercube", false)
      .number("shift", 1)
      .number("scale", 2)
      .boolean("random_shift", true)
      .boolean("random_scale", true)
      .boolean("shuffle_columns", false)
      .integer("rows", 10)
      .integer("valid_rows", 20)
      .integer("test_rows", 30);

  EXPECT_EQ(read(configuration_).generator, (GeneratorSettings{.form = GeneratorSettings::Form::kPaper,
                                                               .features = 40,
                                                               .informative = 4,
                                                               .redundant = 3,
                                                               .repeated = 1,
                                                               .classes = 3,
                                                               .clusters_per_class = 5,
                                                               .class_weights = {1, 2, 3},
                                                               .class_sep = 0.5,
                                                               .flip_y = 0.2,
                                                               .hypercube = false,
                                                               .shift = 1,
                                                               .scale = 2,
                                                               .random_shift = true,
                                                               .random_scale = true,
                                                               .shuffle_columns = false,
                                                               .sizes = {10, 20, 30}}));
}

TEST_F(DataSettingsTest, NameATable) {
  configuration_.string("data", "/t.csv")
      .string("target", "class")
      .strings("without", {"id"})
      .strings("categorical", {"zip", "month"});
  const DataSettings settings = read(configuration_);

  EXPECT_EQ(settings.origin(), DataSettings::Origin::kTable);
  EXPECT_EQ(settings.table, (TableFile{"/t.csv", "class", {"id"}, {"zip", "month"}}));
}

TEST_F(DataSettingsTest, NameAFolderOfImages) {
  configuration_.string("data_dir", "/mnist").integer("test_rows", 0);
  const DataSettings settings = read(configuration_);

  EXPECT_EQ(settings.origin(), DataSettings::Origin::kImages);
  EXPECT_EQ(settings.image_folder, "/mnist");
}

TEST_F(DataSettingsTest, RefuseATableWithoutATarget) {
  configuration_.string("data", "/t.csv");

  EXPECT_EQ(refusal(configuration_), "parameter 'target' is empty: name the column of /t.csv that holds the classes");
}

TEST_F(DataSettingsTest, RefuseATableAndImagesAtOnce) {
  configuration_.string("data", "/t.csv").string("target", "class").string("data_dir", "/mnist");

  EXPECT_THAT(refusal(configuration_), HasSubstr("parameters 'data' and 'data_dir'"));
}

TEST_F(DataSettingsTest, RefuseWhatTheGeneratorRefuses) {
  configuration_.integer("classes", 9);

  EXPECT_THAT(refusal(configuration_), HasSubstr("18 clusters"));
}

TEST_F(DataSettingsTest, DoNotAskTheGeneratorWhereItIsNotUsed) {
  configuration_.integer("classes", 9).string("data_dir", "/mnist");

  EXPECT_EQ(refusal(configuration_), "accepted");
}

}  // namespace
}  // namespace autoloss::classification
