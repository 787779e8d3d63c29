#include "plugins/schedules/fixed_ratio/fixed_ratio.hpp"

#include <gmock/gmock.h>

#include "tests/unit/plugins/support/controller_harness.hpp"

namespace autoloss::test {
namespace {

using schedules::FixedRatio;
using testing::ElementsAre;
using testing::HasSubstr;

ControllerInstance make(std::vector<double> ratio, std::vector<std::string> actions = kTwoActions) {
  return make_controller<FixedRatio>({{"ratio", std::move(ratio)}}, {}, std::move(actions));
}

TEST(FixedRatio, TakesEachActionItsNumberOfTimes) {
  EXPECT_THAT(actions_of(make({1, 5}), 8), ElementsAre(0, 1, 1, 1, 1, 1, 0, 1));
  EXPECT_THAT(actions_of(make({2, 0, 1}, {"a", "b", "c"}), 4), ElementsAre(0, 0, 2, 0));
}

TEST(FixedRatio, TakesEachActionOnceByDefault) {
  EXPECT_THAT(actions_of(make({}, {"a", "b", "c"}), 4), ElementsAre(0, 1, 2, 0));
  EXPECT_THAT(actions_of(make({}, {"a"}), 2), ElementsAre(0, 0));
}

TEST(FixedRatio, IsCertainOfItsAction) {
  EXPECT_EQ(decide(make({1, 5}), {}, 0.1, 3), (Taken{1, {0, 1}}));
}

TEST(FixedRatio, RefusesRatiosThatAreNone) {
  EXPECT_THAT(message_of([] { make({1, 2, 3}); }), HasSubstr("one for each of the 2 actions (first, second)"));
  EXPECT_THAT(message_of([] { make({1, 1.5}); }), HasSubstr("whole numbers"));
  EXPECT_THAT(message_of([] { make({1, -1}); }), HasSubstr("it goes from 0 to"));
  EXPECT_THAT(message_of([] { make({0, 0}); }), HasSubstr("0 for every action"));
}

TEST(FixedRatio, AsksForNoFeaturesAndDoesNotLearn) {
  const autoloss_controller_type& type = *sdk::ControllerComponent<FixedRatio>::type();
  EXPECT_NE(type.default_features, nullptr);
  EXPECT_EQ(type.default_feature_count, 0u);
  EXPECT_EQ(type.learn, nullptr);
  EXPECT_EQ(type.get_parameters, nullptr);
}

TEST(FixedRatio, SavesNothingAndLoadsIt) {
  auto controller = make({1, 5});
  EXPECT_EQ(controller.save(), "");
  controller.load("");
  EXPECT_THAT(message_of([&] { controller.load("x"); }), HasSubstr("longer than it should be"));
}

}  // namespace
}  // namespace autoloss::test
