#include "core/plugin/trust.hpp"

#include <gmock/gmock.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/errors.hpp"
#include "core/plugin/registry.hpp"

namespace autoloss {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;

constexpr uid_t kUser = 1000, kOther = 1001;
constexpr gid_t kOwnGroup = 1000, kSharedGroup = 100;
const Trusted kTrusted{{0, kUser}, {0, kOwnGroup}};

std::string distrust_of(mode_t mode, uid_t user = kUser, gid_t group = kOwnGroup) {
  struct stat status {};
  status.st_mode = mode;
  status.st_uid = user;
  status.st_gid = group;
  return distrust(status, kTrusted);
}

TEST(Distrust, IsNoneForWhatTheUserOrRootAloneMayWriteTo) {
  EXPECT_EQ(distrust_of(S_IFREG | 0755), "");
  EXPECT_EQ(distrust_of(S_IFREG | 0644, 0, kSharedGroup), "");
  EXPECT_EQ(distrust_of(S_IFDIR | 0755), "");
}

TEST(Distrust, IsNoneForTheUsersOwnGroup) {  // umask 002
  EXPECT_EQ(distrust_of(S_IFREG | 0775), "");
  EXPECT_EQ(distrust_of(S_IFDIR | 0775), "");
}

TEST(Distrust, NamesASharedGroupThatMayWrite) {
  EXPECT_THAT(distrust_of(S_IFREG | 0775, kUser, kSharedGroup), HasSubstr("may be written to by group"));
  EXPECT_THAT(distrust_of(S_IFDIR | 0775, kUser, kSharedGroup), HasSubstr("may be written to by group"));
}

TEST(Distrust, IsThereWhereEverybodyMayWrite) {
  EXPECT_EQ(distrust_of(S_IFREG | 0777), "may be written to by everybody");
  EXPECT_EQ(distrust_of(S_IFDIR | 0777), "may be written to by everybody");
  EXPECT_EQ(distrust_of(S_IFREG | S_ISVTX | 0777), "may be written to by everybody");
}

TEST(Distrust, IsNoneForAStickyFolder) {  // /tmp
  EXPECT_EQ(distrust_of(S_IFDIR | S_ISVTX | 0777, 0, 0), "");
}

TEST(Distrust, IsThereForAnotherUsersFile) {
  EXPECT_THAT(distrust_of(S_IFREG | 0755, kOther), HasSubstr("is owned by user"));
  EXPECT_THAT(distrust_of(S_IFDIR | S_ISVTX | 0777, kOther), HasSubstr("is owned by user"));
}

class TrustTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "autoloss-XXXXXX").string();
    folder_ = mkdtemp(name.data());
    file_ = folder_ / "toy.so";
    fs::copy_file(fs::path(AUTOLOSS_TEST_PLUGINS) / "toy" / "toy.so", file_);
    fs::permissions(file_, fs::perms{0755});
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string error_of_loading(bool allow_writable = false) {
    try {
      load_plugin(file_, allow_writable);
    } catch (const PluginError& error) {
      return error.what();
    }
    return "";
  }

  fs::path folder_, file_;
};

TEST_F(TrustTest, LoadsWhatTheUserAloneMayChange) {
  EXPECT_EQ(error_of_loading(), "");
}

TEST_F(TrustTest, RefusesAFileThatEverybodyMayWriteTo) {
  fs::permissions(file_, fs::perms{0777});

  EXPECT_THAT(error_of_loading(),
              AllOf(HasSubstr(file_.string() + ": is not loaded: it may be written to by everybody"),
                    HasSubstr("--allow-writable-plugins")));
}

TEST_F(TrustTest, RefusesAFileInAFolderThatEverybodyMayWriteTo) {
  fs::permissions(folder_, fs::perms{0777});

  EXPECT_THAT(error_of_loading(), HasSubstr("its folder may be written to by everybody"));
}

TEST_F(TrustTest, RefusesAFileOfAnotherUser) {
  if (geteuid() != 0) GTEST_SKIP() << "only root gives files away";
  ASSERT_EQ(chown(file_.c_str(), 12345, 12345), 0);

  EXPECT_THAT(error_of_loading(), HasSubstr("it is owned by user 12345"));
}

TEST_F(TrustTest, LoadsItAllTheSameWhenAskedTo) {
  fs::permissions(file_, fs::perms{0777});

  EXPECT_EQ(error_of_loading(true), "");
}

TEST_F(TrustTest, LooksAtTheFileBehindALink) {
  fs::permissions(folder_, fs::perms{0777});
  fs::path safe = folder_.string() + "-safe";
  fs::create_directory(safe);
  fs::create_symlink(file_, safe / "toy.so");

  const Registry registry({safe});
  std::string error;
  try {
    registry.task("toy_task");
  } catch (const PluginError& refused) {
    error = refused.what();
  }
  fs::remove_all(safe);

  EXPECT_THAT(error, AllOf(HasSubstr("task 'toy_task' cannot be used"), HasSubstr("its folder may be written to")));
}

TEST_F(TrustTest, TheRegistryLoadsItAllTheSameWhenAskedTo) {
  fs::permissions(file_, fs::perms{0777});

  const Registry registry(PluginPath{{folder_}, {}, true});

  EXPECT_STREQ(registry.task("toy_task").type->id, "toy_task");
}

}  // namespace
}  // namespace autoloss
