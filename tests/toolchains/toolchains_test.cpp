// Plugins that bring a C++ library, or another copy of a library, along.
#include <gmock/gmock.h>

#include <string>

#include "core/plugin/registry.hpp"

namespace autoloss {
namespace {

const autoloss_plugin& load(const char* name) {
  return *load_plugin(std::string(AUTOLOSS_TOOLCHAIN_PLUGINS "/") + name + ".so")->table;
}

class OwnCppLibrary : public testing::Test {
 protected:
  OwnCppLibrary() : type_(*load("thrower").tasks[0]) {
    error_.struct_size = sizeof(error_);
    result_.struct_size = sizeof(result_);
    const autoloss_config config{sizeof(config), 0, nullptr};
    autoloss_episode episode{};
    episode.struct_size = sizeof(episode);
    episode.config = &config;
    if (type_.create(nullptr, &config, &task_, &error_) != AUTOLOSS_OK ||
        type_.begin(task_, &episode, &error_) != AUTOLOSS_OK)
      throw std::runtime_error(error_.message);
  }
  ~OwnCppLibrary() override { type_.destroy(task_); }

  const autoloss_task_type& type_;
  autoloss_task* task_ = nullptr;
  autoloss_error error_{};
  autoloss_step_result result_{};
};

TEST_F(OwnCppLibrary, AStandardExceptionBecomesAStatusAndAMessage) {
  EXPECT_EQ(type_.step(task_, 0, &result_, &error_), AUTOLOSS_INTERNAL);

  EXPECT_STREQ(error_.message, "out of range");
}

TEST_F(OwnCppLibrary, AnErrorKeepsItsStatus) {
  EXPECT_EQ(type_.step(task_, 1, &result_, &error_), AUTOLOSS_BAD_DATA);

  EXPECT_STREQ(error_.message, "no good");
}

TEST_F(OwnCppLibrary, LackOfMemoryAndWhatIsNoExceptionHaveStatusesToo) {
  EXPECT_EQ(type_.step(task_, 2, &result_, &error_), AUTOLOSS_OUT_OF_MEMORY);
  EXPECT_EQ(type_.step(task_, 3, &result_, &error_), AUTOLOSS_INTERNAL);
}

TEST_F(OwnCppLibrary, EverySlotIsGuarded) {
  double value = 0;

  EXPECT_EQ(type_.measure(task_, AUTOLOSS_SPLIT_VALID, &value, 1, nullptr), AUTOLOSS_INTERNAL);
}

TEST_F(OwnCppLibrary, ExceptionsOfThisProgramAreStillCaught) {
  type_.step(task_, 0, &result_, &error_);

  EXPECT_THROW(throw std::runtime_error("ours"), std::runtime_error);
}

// The symbols of the library are hidden, as autoloss_add_plugin does it.
TEST(PrivateCopies, OfTwoPluginsThatHideThemDoNotMeet) {
  EXPECT_STREQ(load("hidden_one").version, "one");
  EXPECT_STREQ(load("hidden_two").version, "two");
}

// Where an author built without it, the way in which the host loads keeps them apart.
TEST(PrivateCopies, OfTwoPluginsThatExportThemDoNotMeet) {
  EXPECT_STREQ(load("exported_one").version, "one");
  EXPECT_STREQ(load("exported_two").version, "two");
}

}  // namespace
}  // namespace autoloss
