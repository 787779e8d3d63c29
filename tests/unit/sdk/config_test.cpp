#include <gtest/gtest.h>

#include <algorithm>
#include <autoloss/cpp/config.hpp>
#include <limits>
#include <string>
#include <vector>

namespace autoloss::sdk {
namespace {

const ParameterList& published() {
  static const ParameterList list = ParameterList{}
                                        .integer("steps", 5, 1, 10, "", "a count")
                                        .number("rate", 0.5, 0, 1, "", "a share")
                                        .string("shape", "round", {"round", "square"}, "a choice")
                                        .numbers("scales", {1}, 0, 2, "", "shares");
  return list;
}

// A configuration that check_config() accepts until a test spoils it.
class CheckConfig : public testing::Test {
 protected:
  CheckConfig() {
    for (uint32_t index = 0; index < published().size(); ++index) {
      const autoloss_parameter& parameter = *published().data()[index];
      autoloss_value& value = values_[index];
      value.struct_size = sizeof(value);
      value.type = parameter.type;
      value.key = parameter.key;
      value.integer = parameter.default_integer;
      value.number = parameter.default_number;
      value.string = parameter.default_string;
      value.numbers = parameter.default_numbers;
      value.count = parameter.default_count;
      pointers_.push_back(&value);
    }
  }
  // The message of the Error; "" without one.
  std::string found() const {
    const autoloss_config config{sizeof(config), static_cast<uint32_t>(pointers_.size()), pointers_.data()};
    try {
      check_config(published(), &config);
    } catch (const Error& error) {
      EXPECT_EQ(error.status(), AUTOLOSS_INVALID_ARGUMENT);
      return error.what();
    }
    return "";
  }

  autoloss_value values_[4] = {};
  std::vector<const autoloss_value*> pointers_;
};

TEST_F(CheckConfig, AcceptsTheDefaultsInAnyOrder) {
  EXPECT_EQ(found(), "");
  std::reverse(pointers_.begin(), pointers_.end());
  EXPECT_EQ(found(), "");
}

TEST_F(CheckConfig, NamesWhatIsMissing) {
  pointers_.pop_back();
  EXPECT_EQ(found(), "parameter 'scales' is missing");
}

TEST_F(CheckConfig, NamesWhatIsOfAnotherType) {
  values_[1].type = AUTOLOSS_TYPE_INTEGER;
  EXPECT_EQ(found(), "parameter 'rate' has another type");
}

TEST_F(CheckConfig, NamesWhatIsOutOfRange) {
  values_[0].integer = 11;
  EXPECT_EQ(found(), "parameter 'steps' is 11; it goes from 1 to 10");
}

TEST_F(CheckConfig, RefusesWhatIsNoNumber) {
  values_[1].number = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(found(), "parameter 'rate' is nan; it goes from 0 to 1");
}

TEST_F(CheckConfig, LooksAtEachOfAList) {
  const double numbers[] = {1, 3};
  values_[3].numbers = numbers;
  values_[3].count = 2;
  EXPECT_EQ(found(), "parameter 'scales' is 3; it goes from 0 to 2");
}

TEST_F(CheckConfig, NamesWhatIsNoneOfTheChoices) {
  values_[2].string = "oval";
  EXPECT_EQ(found(), "parameter 'shape' is 'oval', which is none of its choices");
}

TEST(CheckConfigOfNothing, RefusesNoConfiguration) {
  EXPECT_THROW(check_config(published(), nullptr), Error);
  EXPECT_NO_THROW(check_config(ParameterList{}, nullptr));
}

}  // namespace
}  // namespace autoloss::sdk
