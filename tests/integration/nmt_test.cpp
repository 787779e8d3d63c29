// The task nmt as a user runs it, at a size that ends in seconds.
#include <gmock/gmock.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/integration/killed_run.hpp"
#include "tests/integration/process.hpp"

namespace autoloss::test {
namespace {

const char* const kExperiment =
    "[task]\nid = \"nmt\"\ntagged = 400\nvalid = 100\ntest = 100\n"
    "[episode]\nhorizon = 400\nvalidate_every = 100\npatience = 0\n"
    "[compare]\nproblems = 2\n"
    "[method.mt]\ncontroller.id = \"fixed_ratio\"\nactions = [\"mt\"]\n"
    "[method.mixed]\ncontroller = { id = \"mixture\", start = 0.7 }\n";

nlohmann::json run(const Folder& folder, const char* out, const char* jobs) {
  const Ended ended = autoloss({"run", "file.toml", "--out", out, "--jobs", jobs}, folder.path());
  EXPECT_EQ(ended.code, 0) << ended.err;
  return nlohmann::json::parse(folder.read(std::string(out) + "/summary.json"));
}

class Nmt : public testing::Test {
 protected:
  void SetUp() override {
    if (!has_task("nmt")) GTEST_SKIP() << "built without LibTorch or SentencePiece";
    folder_.write("file.toml", kExperiment);
  }
  Folder folder_;
};

// Of some 200 words, drawn by their frequency, a translation has a perplexity of about 60.
TEST_F(Nmt, LearnsToTranslateAMadeUpLanguage) {
  const nlohmann::json summary = run(folder_, "run", "2");

  for (const auto& method : summary["methods"]) EXPECT_LT(method["mean"].get<double>(), 12.0) << method["name"];
}

TEST_F(Nmt, GivesEqualResultsOnAnyNumberOfThreads) {
  EXPECT_EQ(run(folder_, "one", "1")["methods"], run(folder_, "two", "2")["methods"]);
}

TEST_F(Nmt, GoesOnToTheBitWhenItWasKilled) {
  run(folder_, "whole", "2");
  for (const int count : {1, 5}) {
    const std::string out = "killed" + std::to_string(count);
    kill_after(count, 150, "file.toml", out, folder_.path());
    const Ended ended = autoloss({"resume", out}, folder_.path());
    ASSERT_EQ(ended.code, 0) << ended.err;
    expect_equal_files(folder_.path() / "whole", folder_.path() / out,
                       {"metrics.jsonl", "summary.json", "results.csv", "artifacts/mt-problem0-translations.txt"});
  }
}

}  // namespace
}  // namespace autoloss::test
