#include "core/plugin/registry.hpp"

#include <gmock/gmock.h>
#include <stdlib.h>

#include <fstream>

#include "core/errors.hpp"

namespace autoloss {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;

fs::path plugins(const std::string& folder) {
  return fs::path(AUTOLOSS_TEST_PLUGINS) / folder;
}

// A folder that is empty and goes with the test.
class RegistryTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "autoloss-XXXXXX").string();
    folder_ = mkdtemp(name.data());
  }
  void TearDown() override { fs::remove_all(folder_); }

  void copy(const std::string& plugin, const std::string& name) { fs::copy_file(plugins(plugin), folder_ / name); }

  fs::path folder_;
};

template <class Call>
std::string error_of(Call&& call) {
  try {
    call();
  } catch (const PluginError& error) {
    EXPECT_EQ(error.exit_code(), ExitCode::kPlugin);
    return error.what();
  }
  ADD_FAILURE() << "nothing was thrown";
  return "";
}

TEST_F(RegistryTest, FindsComponentsById) {
  const Registry registry({plugins("toy"), plugins("plain")});

  EXPECT_STREQ(registry.task("toy_task").type->id, "toy_task");
  EXPECT_STREQ(registry.controller("toy_coin").plugin->table->name, "toy");
  EXPECT_STREQ(registry.controller("plain_schedule").plugin->table->name, "plain");
}

TEST_F(RegistryTest, ListsComponentsSortedById) {
  const Registry registry({plugins("toy"), plugins("plain")});

  std::vector<std::string> ids;
  for (const auto& controller : registry.controllers()) ids.push_back(controller.type->id);

  EXPECT_EQ(ids, (std::vector<std::string>{"plain_schedule", "toy_coin", "toy_learner"}));
}

TEST_F(RegistryTest, LoadsALibraryOnlyWhenAComponentOfItIsUsed) {
  const Registry registry({plugins("toy")});
  EXPECT_TRUE(registry.plugins().empty());

  registry.task("toy_task");

  EXPECT_EQ(registry.plugins().size(), 1u);
}

TEST_F(RegistryTest, TakesAPluginFileInPlaceOfAFolder) {
  const Registry registry({plugins("toy") / "toy.so"});

  EXPECT_STREQ(registry.task("toy_task").type->id, "toy_task");
}

TEST_F(RegistryTest, NamesTheNearestIdAllThatIsThereAndEveryPathTried) {
  copy("other_major/other_major.so", "old.so");
  const Registry registry({plugins("toy"), folder_, "/no/such/folder"});

  const std::string error = error_of([&] { registry.controller("toy_coyn"); });

  EXPECT_EQ(error,
            "there is no controller 'toy_coyn'\n"
            "  did you mean 'toy_coin'?\n"
            "  controllers found: toy_coin, toy_learner\n"
            "  broken: " +
                fs::canonical(folder_ / "old.so").string() +
                ": is made for another major version of the plugin contract: it exports autoloss_plugin_v2 "
                "where this program needs autoloss_plugin_v1; get a build of it for version 1\n"
                "  looked in " +
                plugins("toy").string() +
                " (1 library)\n"
                "  looked in " +
                folder_.string() +
                " (1 library)\n"
                "  looked in /no/such/folder (does not exist)");
}

TEST_F(RegistryTest, SaysWhenAnIdIsOfTheOtherKind) {
  const Registry registry({plugins("toy")});

  EXPECT_THAT(error_of([&] { registry.task("toy_coin"); }), HasSubstr("'toy_coin' is a controller"));
}

TEST_F(RegistryTest, RefusesTwoPluginsWithOneId) {
  const std::string error = error_of([] { Registry({plugins("twins")}); });

  EXPECT_THAT(error, AllOf(HasSubstr("two plugins hold the task 'toy_task'"), HasSubstr("twins/toy_one.so"),
                           HasSubstr("twins/toy_two.so")));
}

TEST_F(RegistryTest, TakesTheSameFileSeenTwiceForOne) {
  fs::create_symlink(plugins("toy") / "toy.so", folder_ / "again.so");

  const Registry registry({plugins("toy"), plugins("toy"), folder_});

  EXPECT_EQ(registry.tasks().size(), 1u);
}

TEST_F(RegistryTest, TakesNoIdForAnotherThatItBeginsWith) {
  const Registry registry({plugins("toy")});

  for (const char* id : {"toy_taskx", "toy_task ", "toy_tas", "toy_task\n"})
    EXPECT_THROW(registry.task(id), PluginError) << id;
}

TEST_F(RegistryTest, HidesAPluginBehindOneOfItsNameInAnEarlierStandardFolder) {
  copy("toy/toy.so", "toy.so");

  const Registry registry(PluginPath{{}, {plugins("toy"), folder_}});

  EXPECT_EQ(registry.task("toy_task").plugin->file, fs::canonical(plugins("toy") / "toy.so"));
}

TEST_F(RegistryTest, SkipsWhatIsNoPluginWithoutRunningIt) {
  std::ofstream(folder_ / "notes.so") << "not a library";
  std::ofstream(folder_ / "readme.txt") << "not a library either";

  const Registry registry({plugins("no_plugin"), folder_});

  EXPECT_TRUE(registry.tasks().empty());
  EXPECT_TRUE(registry.broken().empty());
}

TEST_F(RegistryTest, RemembersATruncatedPluginWithTheReason) {
  copy("toy/toy.so", "toy.so");
  fs::resize_file(folder_ / "toy.so", fs::file_size(folder_ / "toy.so") / 2);

  const Registry registry({folder_});

  ASSERT_EQ(registry.broken().size(), 1u);
  EXPECT_THAT(registry.broken()[0].reason, HasSubstr("is truncated or damaged"));
}

TEST_F(RegistryTest, NamesTheUnresolvedSymbolOfTheComponentThatIsAskedFor) {
  const Registry registry({plugins("unresolved"), plugins("toy")});

  EXPECT_STREQ(registry.task("toy_task").type->id, "toy_task");
  const std::string error = error_of([&] { registry.task("unresolved_task"); });

  EXPECT_THAT(error, AllOf(HasSubstr("task 'unresolved_task' cannot be used"), HasSubstr("unresolved.so"),
                           HasSubstr("needs the symbol 'table_of_a_library_that_is_not_there'")));
}

TEST_F(RegistryTest, RemembersATableThatBreaksTheContract) {
  const Registry registry({plugins("breach")});

  ASSERT_EQ(registry.broken().size(), 1u);
  EXPECT_EQ(registry.broken()[0].reason, "controller 'breach' lacks the slot create() (NULL)");
}

TEST_F(RegistryTest, GivesOneTableToEveryThread) {
  const Registry registry({plugins("toy")});

  EXPECT_EQ(registry.task("toy_task").plugin, registry.controller("toy_coin").plugin);
}

TEST(PluginDirectories, TakesAskedFoldersThenTheEnvironments) {
  setenv("AUTOLOSS_PLUGIN_PATH", "/env/one::/env/two", 1);
  const PluginPath path = plugin_directories({"/asked/a:/asked/b"});
  unsetenv("AUTOLOSS_PLUGIN_PATH");

  EXPECT_EQ(path.asked, (std::vector<fs::path>{"/asked/a", "/asked/b", "/env/one", "/env/two"}));
}

TEST(PluginDirectories, BeginsTheStandardOnesBesideTheExecutable) {
  const PluginPath path = plugin_directories({});

  ASSERT_FALSE(path.standard.empty());
  EXPECT_EQ(path.standard[0],
            fs::read_symlink("/proc/self/exe").parent_path().parent_path() / "lib" / "autoloss" / "plugins");
}

TEST(LoadPlugin, ReturnsTheTable) {
  const auto plugin = load_plugin(plugins("toy") / "toy.so");

  EXPECT_STREQ(plugin->table->name, "toy");
}

TEST(LoadPlugin, SaysThatThereIsNoSuchFile) {
  EXPECT_EQ(error_of([] { load_plugin("/no/such.so"); }), "/no/such.so: no such file");
}

TEST(LoadPlugin, SaysThatALibraryIsNoPlugin) {
  EXPECT_THAT(error_of([] { load_plugin(plugins("no_plugin") / "no_plugin.so"); }),
              EndsWith("no_plugin.so: is no plugin: it does not export autoloss_plugin_v1"));
}

TEST(LoadPlugin, SaysThatATextIsNoPlugin) {
  EXPECT_THAT(error_of([] { load_plugin(AUTOLOSS_SOURCE_DIR "/README.md"); }),
              EndsWith("is no plugin: it is not a shared library"));
}

}  // namespace
}  // namespace autoloss
