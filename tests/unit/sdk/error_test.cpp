#include <gtest/gtest.h>

#include <autoloss/cpp/error.hpp>
#include <string>

namespace autoloss::sdk {
namespace {

class SetMessage : public testing::Test {
 protected:
  std::string written(const std::string& message) {
    autoloss_error error{};
    error.struct_size = sizeof(error);
    set_message(&error, message.c_str());
    return error.message;
  }
};

TEST_F(SetMessage, KeepsWhatFits) {
  EXPECT_EQ(written("no such column"), "no such column");
}

TEST_F(SetMessage, CutsBetweenTwoCharacters) {
  const std::string fits(AUTOLOSS_MESSAGE_CAPACITY - 2, 'a');

  EXPECT_EQ(written(fits + "\u03b8 and more"), fits);  // two bytes where one is left
}

TEST_F(SetMessage, MakesOneLineOfSeveral) {
  EXPECT_EQ(written("first\nsecond"), "first second");
}

TEST_F(SetMessage, DoesWithoutABuffer) {
  set_message(nullptr, "nowhere to go");
}

}  // namespace
}  // namespace autoloss::sdk
