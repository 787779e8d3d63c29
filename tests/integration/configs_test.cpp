// Every experiment file that comes with the program, at its quick size; and every controller, at work.
#include <gmock/gmock.h>

#include <map>
#include <nlohmann/json.hpp>

#include "tests/integration/process.hpp"

namespace autoloss::test {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> files_in(const char* folder, const char* extension) {
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder))
    if (entry.path().extension() == extension) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}
std::string name_of(const testing::TestParamInfo<fs::path>& info) {
  return info.param.stem().string();
}

class Config : public testing::TestWithParam<fs::path> {};

// The files that a configuration needs, by the key that names them.
std::map<std::string, std::string> files_of(const std::string& config) {
  if (config == "regression_wine") return {{"task.data", "tabular/wine_quality_red.csv"}};
  if (config == "classification_cells") return {{"task.data", "tabular/breast_cancer_wdbc.csv"}};
  if (config == "gan_cifar10") return {{"train.task.data_dir", "mnist"}, {"guide.task.data_dir", "cifar10"}};
  if (config.starts_with("gan_") && config != "gan_digits") return {{"task.data_dir", "mnist"}};
  return {};
}

TEST_P(Config, RunsAtItsQuickSize) {
  std::vector<std::string> words{"run", GetParam().string(), "--quick", "--out", "run", "--jobs", "2"};
  const std::string name = GetParam().stem().string();
  for (const char* task : {"gan", "nmt"})
    if (name.starts_with(task) && !has_task(task)) GTEST_SKIP() << "built without the task " << task;
  for (const auto& [key, file_name] : files_of(name)) {
    const fs::path file = fs::path(AUTOLOSS_SOURCE_DIR) / "../shared/data" / file_name;
    if (!fs::exists(file)) GTEST_SKIP() << file << " is not here";
    words.insert(words.end(), {"--set", key + "=" + file.string()});
  }
  const Folder folder;

  const Ended ended = autoloss(words, folder.path());

  ASSERT_EQ(ended.code, 0) << ended.err;
  const auto summary = nlohmann::json::parse(folder.read("run/summary.json"));
  for (const auto& method : summary["methods"]) EXPECT_TRUE(method["mean"].is_number()) << method["name"];
  EXPECT_EQ(summary["comparisons"].size() + 1, summary["methods"].size());
}

INSTANTIATE_TEST_SUITE_P(Files, Config, testing::ValuesIn(files_in(AUTOLOSS_SOURCE_DIR "/configs", ".toml")), name_of);

class ShippedController : public testing::TestWithParam<fs::path> {};

TEST_P(ShippedController, GuidesTheTaskItWasTrainedOnByItsName) {
  const std::string name = GetParam().stem().string();
  const Folder folder;
  const Ended card = autoloss({"inspect", GetParam().string(), "--json"}, folder.path());
  ASSERT_EQ(card.code, 0) << card.err;
  const auto json = nlohmann::json::parse(card.out);
  std::string features;
  for (const auto& feature : json["features"]) features += (features.empty() ? "" : ", ") + feature["name"].dump();
  const std::string task = json["task"]["id"];
  if (!has_task(task)) GTEST_SKIP() << "built without the task " << task;
  const std::string small = task != "gan"
                                ? ""
                                : "images = 200\nimage_size = 8\nclassifier_epochs = 1\nclassifier_filters = 2\n"
                                  "classifier_width = 4\nsamples = 50\ntest_samples = 50\nbatch_size = 4\n"
                                  "generator_filters = 2\ndiscriminator_filters = 2\n";
  folder.write("file.toml", "[task]\nid = \"" + task + "\"\n" + small + "[features]\npick = [" + features +
                                "]\nrefresh = " + json["refresh"].dump() +
                                "\n[episode]\nhorizon = 200\n[compare]\nproblems = 3\n"
                                "[method.guided]\ntrain = {}\n[method.other]\ncontroller.id = \"random\"\n");

  const Ended ended = autoloss({"guide", "file.toml", "--controller", name, "--out", "run"}, folder.path());

  EXPECT_EQ(ended.code, 0) << ended.err;
}

INSTANTIATE_TEST_SUITE_P(Files, ShippedController,
                         testing::ValuesIn(files_in(AUTOLOSS_SOURCE_DIR "/share/autoloss/controllers", ".controller")),
                         name_of);

}  // namespace
}  // namespace autoloss::test
