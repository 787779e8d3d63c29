#include "plugins/schedules/bernoulli_constant/bernoulli_constant.hpp"

#include <gmock/gmock.h>

#include "tests/unit/plugins/support/controller_harness.hpp"

namespace autoloss::test {
namespace {

using schedules::BernoulliConstant;
using testing::DoubleNear;
using testing::ElementsAre;
using testing::HasSubstr;

const std::vector<std::string> kThreeActions{"a", "b", "c"};

ControllerInstance make(const ValueMap& values, std::vector<std::string> actions = kTwoActions) {
  return make_controller<BernoulliConstant>(values, {}, std::move(actions));
}

TEST(BernoulliConstant, DrawsTheSecondActionWithProbabilityP) {
  const auto controller = make({{"p", 0.7}});

  EXPECT_THAT(decide(controller, {}).probabilities, ElementsAre(DoubleNear(0.3, 1e-15), 0.7));
  EXPECT_EQ(decide(controller, {}, 0.29).action, 0u);
  EXPECT_EQ(decide(controller, {}, 0.31).action, 1u);
}

TEST(BernoulliConstant, NeverDrawsWhatHasNoProbability) {
  EXPECT_EQ(decide(make({{"p", 0.0}}), {}, 1 - 1e-16).action, 0u);
  EXPECT_EQ(decide(make({{"p", 1.0}}), {}, 0).action, 1u);
}

TEST(BernoulliConstant, DrawsAmongMoreActionsWithTheProbabilitiesGiven) {
  const auto controller = make({{"probabilities", std::vector<double>{0.2, 0.5, 0.3}}}, kThreeActions);

  EXPECT_EQ(decide(controller, {}, 0.19).action, 0u);
  EXPECT_EQ(decide(controller, {}, 0.69).action, 1u);
  EXPECT_EQ(decide(controller, {}, 0.71).action, 2u);
}

TEST(BernoulliConstant, TakesTheOnlyActionThereIs) {
  EXPECT_EQ(decide(make({{"p", 0.9}}, {"only"}), {}, 0.99), (Taken{0, {1}}));
}

TEST(BernoulliConstant, RefusesProbabilitiesThatAreNone) {
  const auto three = [](std::vector<double> list) {
    return message_of([&] { make({{"probabilities", list}}, kThreeActions); });
  };
  EXPECT_EQ(three({0.333, 0.333, 0.333}), "");
  EXPECT_THAT(three({0.5, 0.5}), HasSubstr("one for each of the 3 actions (a, b, c)"));
  EXPECT_THAT(three({0.5, 0.5, 0.5}), HasSubstr("sums to 1.5"));
  EXPECT_THAT(three({1.5, -0.5, 0}), HasSubstr("'probabilities' is 1.5; it goes from 0 to 1"));
  EXPECT_THAT(three({}), HasSubstr("give `probabilities`"));
}

}  // namespace
}  // namespace autoloss::test
