#include "host/project.hpp"

#include <gmock/gmock.h>
#include <stdlib.h>

#include "core/errors.hpp"
#include "core/file.hpp"

namespace autoloss::host {
namespace {

namespace fs = std::filesystem;

std::string error_of(const std::string& name) {
  try {
    check_project_name(name);
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "";
}

TEST(Renamed, ReplacesTheWordInBothForms) {
  EXPECT_EQ(renamed("ridge ridge.cpp project(ridge) \"ridge 1\" RidgeTask", "ridge", "my_task"),
            "my_task my_task.cpp project(my_task) \"my_task 1\" MyTaskTask");
  EXPECT_EQ(renamed("two_blocks TwoBlocks", "two_blocks", "x1"), "x1 X1");
}

TEST(Renamed, LeavesOtherWordsAlone) {
  EXPECT_EQ(renamed("bridge ridges my_ridge PartRidge", "ridge", "x"), "bridge ridges my_ridge PartRidge");
}

TEST(ProjectName, IsThatOfAComponent) {
  for (const char* name : {"a", "my_task", "x1", "task", "int"}) EXPECT_EQ(error_of(name), "") << name;
  for (const char* name : {"", "1x", "_a", "My", "my-task", "a/b", "..", "a b", "\xc3\xa4"})
    EXPECT_THAT(error_of(name), testing::HasSubstr("cannot name a component")) << name;
  EXPECT_EQ(error_of(std::string(64, 'a')), "");
  EXPECT_NE(error_of(std::string(65, 'a')), "");
}

TEST(ProjectName, IsNoneOfCMakesOwn) {
  EXPECT_EQ(error_of("test"), "'test' is a name that CMake keeps for itself\n  choose another: my_test");
}

class WriteProject : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "autoloss-XXXXXX").string();
    folder_ = mkdtemp(name.data());
  }
  void TearDown() override { fs::remove_all(folder_); }
  fs::path folder_;
};

TEST_F(WriteProject, WritesItsFiles) {
  write_project(folder_ / "new", {{"a", "one"}, {"b", "two"}});

  EXPECT_EQ(read_file(folder_ / "new" / "b"), "two");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), {}), 1);
}

TEST_F(WriteProject, OverwritesNothing) {
  fs::create_directory(folder_ / "empty");
  write_file(folder_ / "file", "mine");
  fs::create_symlink("/nowhere", folder_ / "link");

  for (const char* name : {"empty", "file", "link"})
    EXPECT_THROW(write_project(folder_ / name, {{"a", "one"}}), ConfigError) << name;
  EXPECT_EQ(read_file(folder_ / "file"), "mine");
}

}  // namespace
}  // namespace autoloss::host
