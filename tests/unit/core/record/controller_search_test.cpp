#include "core/record/controller_search.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <fstream>

#include "core/errors.hpp"

namespace autoloss {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class ControllerSearch : public ::testing::Test {
 protected:
  ControllerSearch() {
    fs::create_directories(root_ / "own");
    fs::create_directories(root_ / "shipped");
    for (const char* file : {"own/mine.controller", "own/both.controller", "shipped/both.controller",
                             "shipped/regression_family.controller", "shipped/notes.txt"})
      std::ofstream(root_ / file) << "x";
  }
  ~ControllerSearch() override { fs::remove_all(root_); }

  const fs::path root_ = fs::temp_directory_path() / ("autoloss_controllers_" + std::to_string(::getpid()));
  const std::vector<fs::path> directories_{root_ / "own", root_ / "none", root_ / "shipped"};
};

TEST_F(ControllerSearch, ListsEachNameOnce) {
  EXPECT_THAT(named_controllers(directories_), ElementsAre("both", "mine", "regression_family"));
}

TEST_F(ControllerSearch, FindsTheFirstOfAName) {
  EXPECT_EQ(find_controller("both", directories_), root_ / "own/both.controller");
  EXPECT_EQ(find_controller("regression_family", directories_), root_ / "shipped/regression_family.controller");
}

TEST_F(ControllerSearch, TakesAPathAsItIs) {
  EXPECT_EQ(find_controller("runs/a.controller", directories_), "runs/a.controller");
  EXPECT_EQ(find_controller("", directories_), "");
}

TEST_F(ControllerSearch, NamesTheNearest) {
  try {
    find_controller("regression_famly", directories_);
    FAIL();
  } catch (const ConfigError& error) {
    EXPECT_THAT(error.what(), HasSubstr("did you mean 'regression_family'?"));
    EXPECT_THAT(error.what(), HasSubstr("looked in " + (root_ / "none").string()));
  }
}

}  // namespace
}  // namespace autoloss
