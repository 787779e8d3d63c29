// `autoloss conform` as its users meet it.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/integration/process.hpp"

namespace autoloss::test {
namespace {

using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

std::string plugin(const std::string& name) {
  return AUTOLOSS_BAD_PLUGINS "/" + name + ".so";
}

class ConformCommand : public testing::Test {
 protected:
  Ended conform(std::vector<std::string> words) {
    words.insert(words.begin(), "conform");
    return autoloss(words, folder_.path());
  }
  Folder folder_;
};

TEST_F(ConformCommand, SaysThatAGoodPluginConforms) {
  const Ended ended = conform({plugin("task_none")});

  EXPECT_EQ(ended.code, 0);
  EXPECT_THAT(ended.out, AllOf(HasSubstr("ok      task bad_task: same_seed: "), EndsWith("\nbad 1.0.0: conforms\n")));
}

TEST_F(ConformCommand, NamesCheckComponentCallAndSignalOfACrash) {
  const Ended ended = conform({plugin("task_reads_past_host")});

  EXPECT_EQ(ended.code, 3);
  EXPECT_THAT(ended.out,
              AllOf(HasSubstr("\nFAILED  task bad_task: oldest_host: crashed in create(): Segmentation fault"),
                    HasSubstr("ok      task bad_task: random_calls"), HasSubstr("bad 1.0.0: 1 of ")));
}

TEST_F(ConformCommand, NamesTheCallThatDoesNotComeBack) {
  const Ended ended =
      conform({plugin("controller_hangs_when_cancelled"), "--only", "cancellation", "--time-limit", "1"});

  EXPECT_EQ(ended.code, 3);
  EXPECT_THAT(ended.out, HasSubstr("cancellation: no answer within 1 s in learn()"));
}

TEST_F(ConformCommand, MakesTheChecksOfALibraryThatCannotBeLoaded) {
  const Ended ended = conform({AUTOLOSS_TEST_PLUGINS "/unresolved/unresolved.so"});

  EXPECT_EQ(ended.code, 3);
  EXPECT_THAT(ended.out, AllOf(HasSubstr("FAILED  library: loads: cannot be loaded: "),
                               HasSubstr("table_of_a_library_that_is_not_there"), EndsWith("checks failed\n")));
}

TEST_F(ConformCommand, MakesOneCheckAndPrintsJson) {
  const Ended ended = conform({plugin("task_measure_moves"), "--only", "measure", "--json", "--seed", "7"});

  EXPECT_EQ(ended.code, 3);
  const auto json = nlohmann::json::parse(ended.out);
  EXPECT_EQ(json["conforms"], false);
  EXPECT_EQ(json["seed"], 7);
  ASSERT_EQ(json["checks"].size(), 1u);
  EXPECT_EQ(json["checks"][0]["check"], "measure");
  EXPECT_EQ(json["checks"][0]["component"], "task bad_task");
  EXPECT_EQ(json["checks"][0]["verdict"], "failed");
  EXPECT_THAT(json["checks"][0]["reason"].get<std::string>(), HasSubstr("measure() changed the trajectory"));
}

TEST_F(ConformCommand, KeepsWhatAPluginPrintsOutOfItsOutput) {
  const Ended ended = conform({plugin("task_prints"), "--json"});

  EXPECT_EQ(nlohmann::json::parse(ended.out)["failed"], 1);
}

TEST_F(ConformCommand, SetsParametersOfAllComponentsOrOfOne) {
  EXPECT_EQ(conform({plugin("task_none"), "--only", "creates", "--set", "rate=0.2"}).code, 0);
  EXPECT_EQ(conform({plugin("task_none"), "--only", "creates", "--set", "bad_task.rate=0.2"}).code, 0);
  EXPECT_EQ(conform({plugin("task_none"), "--only", "creates", "--set", "rate=2"}).code, 3);
}

TEST_F(ConformCommand, RefusesWhatItDoesNotKnow) {
  const Ended check = conform({plugin("task_none"), "--only", "mesure"});
  const Ended key = conform({plugin("task_none"), "--set", "no_such_key=1"});
  const Ended value = conform({plugin("task_none"), "--set", "rate=fast"});
  const Ended file = conform({"nowhere.so"});
  const Ended none = conform({});

  EXPECT_EQ(check.code, 2);
  EXPECT_THAT(check.err, HasSubstr("did you mean 'measure'?"));
  EXPECT_EQ(key.code, 2);
  EXPECT_THAT(key.err, HasSubstr("has the parameter 'no_such_key'"));
  EXPECT_EQ(value.code, 2);
  EXPECT_THAT(value.err, HasSubstr("parameter 'rate': expected a number, found 'fast'"));
  EXPECT_EQ(file.code, 2);
  EXPECT_EQ(none.code, 2);
}

TEST_F(ConformCommand, ListsTheChecksWithoutAPlugin) {
  const Ended ended = conform({"--list"});

  EXPECT_EQ(ended.code, 0);
  EXPECT_THAT(ended.out, AllOf(HasSubstr("same_seed"), HasSubstr("equal seeds give equal runs")));
}

}  // namespace
}  // namespace autoloss::test
