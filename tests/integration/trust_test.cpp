// A plugin that somebody else could have changed, as the user meets it.
#include <gmock/gmock.h>

#include "tests/integration/process.hpp"

namespace autoloss::test {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;

class UntrustedPlugin : public testing::Test {
 protected:
  void SetUp() override {
    fs::copy_file(AUTOLOSS_TEST_PLUGINS "/toy/toy.so", plugin_);
    fs::permissions(plugin_, fs::perms{0777});
  }
  Ended run(const std::vector<std::string>& words) { return autoloss(words, folder_.path()); }

  Folder folder_;
  fs::path plugin_ = folder_.path() / "toy.so";
  const std::string reason_ = plugin_.string() + ": is not loaded: it may be written to by everybody";
};

TEST_F(UntrustedPlugin, IsListedAsBrokenWithTheReason) {
  const Ended ended = run({"plugins", "--plugin-path", folder_.path().string()});

  EXPECT_EQ(ended.code, 0);
  EXPECT_THAT(ended.out, HasSubstr("broken: " + reason_));
}

TEST_F(UntrustedPlugin, IsNotDescribed) {
  const Ended ended = run({"inspect", plugin_.string()});

  EXPECT_EQ(ended.code, 3);
  EXPECT_THAT(ended.err, AllOf(HasSubstr(reason_), HasSubstr("--allow-writable-plugins")));
}

TEST_F(UntrustedPlugin, IsNotRun) {
  folder_.write("a.toml", "task.id = \"toy_task\"\n[method.coin]\ncontroller.id = \"toy_coin\"\n");

  const Ended ended = run({"check", "a.toml", "--plugin-path", folder_.path().string()});

  EXPECT_EQ(ended.code, 3);
  EXPECT_THAT(ended.err, AllOf(HasSubstr("task 'toy_task' cannot be used"), HasSubstr(reason_)));
}

TEST_F(UntrustedPlugin, IsLoadedWhenTheUserSaysSo) {
  const Ended ended = run({"inspect", plugin_.string(), "--allow-writable-plugins"});

  EXPECT_EQ(ended.code, 0);
  EXPECT_THAT(ended.out, HasSubstr("task toy_task"));
}

}  // namespace
}  // namespace autoloss::test
