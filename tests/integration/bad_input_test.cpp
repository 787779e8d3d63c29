// Bad input: the exit code, and a message that says where and what.
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/integration/process.hpp"

namespace autoloss::test {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

const fs::path kPlugins = AUTOLOSS_TEST_PLUGINS;
const std::string kToy = AUTOLOSS_TEST_PLUGINS "/toy";

const std::string kCoin =
    "[task]\n"
    "id = \"toy_task\"\n"
    "[episode]\n"
    "horizon = 50\n"
    "[method.coin]\n"
    "controller = { id = \"toy_coin\" }\n"
    "[compare]\n"
    "problems = 3\n";

class BadInput : public testing::Test {
 protected:
  Ended run(const std::vector<std::string>& words) { return autoloss(words, folder_.path()); }

  // Checks an experiment with the toy plugin.
  Ended check(const std::string& experiment, std::vector<std::string> more = {}) {
    folder_.write("file.toml", experiment);
    std::vector<std::string> words{"check", "file.toml", "--plugin-path", kToy};
    words.insert(words.end(), more.begin(), more.end());
    return run(words);
  }
  void expect_refused(const Ended& ended, int code, const std::string& message) {
    EXPECT_EQ(ended.code, code);
    EXPECT_EQ(ended.out, "");
    EXPECT_THAT(ended.err, StartsWith(message));
  }

  Folder folder_;
};

TEST_F(BadInput, GoodInputFirst) {
  const Ended ended = check(kCoin);

  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(ended.out, "file.toml: ok: task 'toy_task', 1 method, 3 problems\n");
}

TEST_F(BadInput, TomlSyntax) {
  expect_refused(check(kCoin + "x = = 3\n"), 2, "file.toml:9:5: ");
}

TEST_F(BadInput, UnknownTable) {
  expect_refused(check(kCoin + "[epsiode]\n"), 2,
                 "file.toml:9:2: an experiment file has no table or key 'epsiode'\n  did you mean 'episode'?");
}

TEST_F(BadInput, UnknownKey) {
  expect_refused(check(kCoin + "problms = 4\n"), 2,
                 "file.toml:9:1: [compare] has no key 'problms'\n  did you mean 'problems'?");
}

TEST_F(BadInput, WrongType) {
  expect_refused(check(kCoin + "margin = \"wide\"\n"), 2,
                 "file.toml:9:10: key 'margin' of [compare]: expected a number, found the string \"wide\"");
}

TEST_F(BadInput, OutOfRange) {
  expect_refused(check(kCoin + "resamples = 3\n"), 2,
                 "file.toml:9:13: key 'resamples' of [compare]: 3 is below 100\n  resamples: integer, 100 to ");
}

TEST_F(BadInput, Setting) {
  expect_refused(check(kCoin, {"--set", "compare.problems=0"}), 2,
                 "--set compare.problems=0: key 'problems' of [compare]: 0 is below 1");
}

TEST_F(BadInput, NoSuchFile) {
  expect_refused(run({"check", "none.toml"}), 2, "none.toml: cannot be read: No such file or directory");
}

TEST_F(BadInput, UnknownPluginId) {
  const Ended ended = check("[task]\nid = \"toy_tasks\"\n");

  expect_refused(ended, 3, "file.toml:2:6: there is no task 'toy_tasks'\n  did you mean 'toy_task'?");
  EXPECT_THAT(ended.err, AllOf(HasSubstr("\n  tasks found: "), HasSubstr("\n  looked in " + kToy + " (1 library)"),
                               HasSubstr("\n  looked in /usr/lib/autoloss/plugins")));
}

TEST_F(BadInput, UnknownActionOfATask) {
  expect_refused(check(kCoin + "[method.other]\ncontroller.id = \"toy_coin\"\nactions = [\"shrnk\"]\n"), 2,
                 "file.toml:9:9: ");
}

TEST_F(BadInput, TwoPluginsWithOneId) {
  const Ended ended = run({"plugins", "--plugin-path", (kPlugins / "twins").string()});

  expect_refused(ended, 3, "two plugins hold the ");
  EXPECT_THAT(ended.err, AllOf(HasSubstr("toy_one.so"), HasSubstr("toy_two.so")));
}

TEST_F(BadInput, NoPlugin) {
  expect_refused(run({"inspect", (kPlugins / "no_plugin/no_plugin.so").string()}), 3,
                 (kPlugins / "no_plugin/no_plugin.so").string() + ": is no plugin: it does not export ");
}

TEST_F(BadInput, PluginOfAnotherMajor) {
  const Ended ended = run({"inspect", (kPlugins / "other_major/other_major.so").string()});

  EXPECT_EQ(ended.code, 3);
  EXPECT_THAT(ended.err, HasSubstr("it exports autoloss_plugin_v2 where this program needs autoloss_plugin_v1"));
}

TEST_F(BadInput, PluginWithAnUnresolvedSymbol) {
  const Ended ended = run({"inspect", (kPlugins / "unresolved/unresolved.so").string()});

  EXPECT_EQ(ended.code, 3);
  EXPECT_THAT(ended.err, HasSubstr("needs the symbol 'table_of_a_library_that_is_not_there'"));
}

TEST_F(BadInput, TruncatedPlugin) {
  fs::copy_file(fs::path(kToy) / "toy.so", folder_.path() / "toy.so");
  fs::resize_file(folder_.path() / "toy.so", 5000);

  const Ended ended = run({"inspect", "./toy.so"});

  EXPECT_EQ(ended.code, 3);
  EXPECT_THAT(ended.err, StartsWith("./toy.so: is truncated or damaged"));
}

TEST_F(BadInput, PluginThatBreaksTheContract) {
  const Ended ended = run({"inspect", (kPlugins / "breach/breach.so").string()});

  EXPECT_EQ(ended.code, 3);
  EXPECT_THAT(ended.err, HasSubstr("controller 'breach' lacks the slot create() (NULL)"));
}

TEST_F(BadInput, BrokenPluginsAreListedBesideGoodOnes) {
  const Ended ended = run({"plugins", "--plugin-path", (kPlugins / "unresolved").string()});

  EXPECT_EQ(ended.code, 0);
  EXPECT_THAT(ended.out, AllOf(HasSubstr("broken: "), HasSubstr("unresolved.so: needs the symbol ")));
}

TEST_F(BadInput, RunDirectoryThatExists) {
  folder_.write("file.toml", kCoin);
  fs::create_directory(folder_.path() / "out");
  folder_.write("out/precious.txt", "results");

  const Ended ended = run({"run", "file.toml", "--plugin-path", kToy, "--out", "out"});

  expect_refused(ended, 2, "out: exists already, and nothing is overwritten");
  EXPECT_EQ(folder_.read("out/precious.txt"), "results");
}

TEST_F(BadInput, OutputPlaceThatCannotBeWritten) {
  folder_.write("file.toml", kCoin);
  folder_.write("occupied", "");

  expect_refused(run({"run", "file.toml", "--plugin-path", kToy, "--out", "occupied/out"}), 2,
                 "occupied/out: cannot be made: Not a directory");
}

TEST_F(BadInput, ControllerFileThatIsNoController) {
  folder_.write("file.toml",
                "[task]\nid = \"toy_task\"\n[method.learner]\ncontroller.id = \"toy_learner\"\ntrain = {}\n");
  folder_.write("broken.controller", "not a controller");

  const Ended ended = run({"guide", "file.toml", "--plugin-path", kToy, "--controller", "broken.controller"});

  EXPECT_EQ(ended.code, 2);
  EXPECT_THAT(ended.err, HasSubstr("broken.controller"));
}

TEST_F(BadInput, GuideWithoutAController) {
  folder_.write("file.toml", kCoin);

  expect_refused(run({"guide", "file.toml", "--plugin-path", kToy}), 2, "autoloss guide needs --controller FILE");
}

TEST_F(BadInput, ReportOfWhatIsNoRun) {
  const Ended ended = run({"report", "."});

  EXPECT_EQ(ended.code, 2);
  EXPECT_THAT(ended.err, HasSubstr("summary.json"));
}

TEST_F(BadInput, JobsOutOfRange) {
  folder_.write("file.toml", kCoin);

  expect_refused(run({"run", "file.toml", "--plugin-path", kToy, "--jobs", "0"}), 2,
                 "--jobs: expected an integer, 1 to 1024, found '0'");
}

}  // namespace
}  // namespace autoloss::test
