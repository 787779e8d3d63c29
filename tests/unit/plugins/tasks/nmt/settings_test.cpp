#include "plugins/tasks/nmt/settings.hpp"

#include <gmock/gmock.h>

#include "plugins/tasks/nmt/nmt_task.hpp"
#include "tests/unit/plugins/support/configuration.hpp"

namespace autoloss::nmt {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Settings read(test::Configuration& configuration) {
  return read_settings(sdk::Config(configuration.get()), "/data");
}

std::string message_of(test::Configuration& configuration) {
  try {
    read(configuration);
  } catch (const sdk::Error& error) {
    EXPECT_EQ(error.status(), AUTOLOSS_INVALID_ARGUMENT);
    return error.what();
  }
  return "";
}

TEST(NmtSettings, ThePresetSaysWhatIsNotGiven) {
  test::Configuration small(published_parameters()), paper(published_parameters());
  paper.string("preset", "paper").integer("hidden", 64).string("distance_bias", "yes");

  EXPECT_EQ(read(small).model.network.hidden, 32);
  EXPECT_EQ(read(small).model.network.cell, Cell::kGru);
  EXPECT_EQ(read(small).model.training.average, 0.98);
  const ModelSettings given = read(paper).model;
  EXPECT_EQ(given.network.hidden, 64);
  EXPECT_EQ(given.network.layers, 2);
  EXPECT_EQ(given.network.cell, Cell::kLstm);
  EXPECT_TRUE(given.network.distance_bias);
  EXPECT_FALSE(given.network.add_embedding);
  EXPECT_EQ(given.training.learning_rate, 5e-4);
  EXPECT_EQ(given.batch_size, 128u);
}

TEST(NmtSettings, TasksAreSwitchedOffByLeavingThemOut) {
  test::Configuration configuration(published_parameters());
  configuration.strings("tasks", {"mt", "pos"});

  const NmtTask task(sdk::Host(), sdk::Config(configuration.get()));

  std::vector<std::string> actions;
  for (const sdk::ActionInfo& action : task.info().actions) actions.push_back(action.name);
  EXPECT_THAT(actions, ElementsAre("mt", "pos"));
  EXPECT_EQ(task.info().metrics.size(), 7u);
}

TEST(NmtSettings, WithoutTranslationTheFirstTagsCount) {
  test::Configuration configuration(published_parameters());
  configuration.strings("tasks", {"pos", "ner"});

  const sdk::TaskInfo info = NmtTask(sdk::Host(), sdk::Config(configuration.get())).info();

  EXPECT_EQ(info.metrics[info.primary_metric].name, "pos_accuracy");
}

TEST(NmtSettings, RefuseTasksThatAreNoneOrTwice) {
  test::Configuration none(published_parameters()), twice(published_parameters());
  none.strings("tasks", {});
  twice.strings("tasks", {"mt", "mt"});

  EXPECT_THAT(message_of(none), HasSubstr("'tasks' is empty"));
  EXPECT_THAT(message_of(twice), HasSubstr("names 'mt' twice"));
}

TEST(NmtSettings, NameTheFileThatIsMissing) {
  test::Configuration configuration(published_parameters());
  for (const char* key : {"train_source", "train_target", "valid_source", "valid_target", "test_source", "test_target",
                          "ner_train", "ner_valid", "ner_test", "pos_train", "pos_valid"})
    configuration.string(key, "file");

  EXPECT_THAT(message_of(configuration), HasSubstr("'pos_test' is missing"));
  configuration.strings("tasks", {"mt", "ner"});
  EXPECT_EQ(read(configuration).data.corpus.source[0], "/data/file");
  configuration.string("folder", "/elsewhere");
  EXPECT_EQ(read(configuration).data.corpus.source[0], "/elsewhere/file");
}

}  // namespace
}  // namespace autoloss::nmt
