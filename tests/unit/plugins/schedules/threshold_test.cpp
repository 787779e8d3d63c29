#include "plugins/schedules/threshold/threshold.hpp"

#include <gmock/gmock.h>

#include <limits>

#include "tests/unit/plugins/support/controller_harness.hpp"

namespace autoloss::test {
namespace {

using schedules::Threshold;
using testing::ElementsAre;
using testing::HasSubstr;

ControllerInstance make(const std::string& rule, double threshold, std::vector<std::string> features,
                        std::vector<std::string> actions = kTwoActions) {
  return make_controller<Threshold>({{"rule", rule}, {"threshold", threshold}}, std::move(features),
                                    std::move(actions));
}

TEST(Threshold, S1ComparesValidationWithTrainingLoss) {
  const auto controller = make("S1", 0.5, {"probed_loss.0", "valid_loss.0"});

  EXPECT_EQ(decide(controller, {4, 6.1}).action, 1u);  // (6.1 - 4) / 4 > .5
  EXPECT_EQ(decide(controller, {4, 5.9}).action, 0u);
}

TEST(Threshold, S2ComparesTheSecondaryWithTheValidationLoss) {
  const auto controller = make("S2", -0.5, {"valid_loss.0", "probed_loss.1"});

  EXPECT_EQ(decide(controller, {4, 2.1}).action, 1u);  // (2.1 - 4) / 4 > -.5
  EXPECT_EQ(decide(controller, {4, 1.9}).action, 0u);
}

TEST(Threshold, S3ComparesGradientNorms) {
  const auto controller = make("S3", 1, {"probed_gradient_norm.0", "probed_gradient_norm.1"});

  EXPECT_EQ(decide(controller, {1, 2.1}).action, 1u);
  EXPECT_EQ(decide(controller, {1, 1.9}).action, 0u);
}

TEST(Threshold, ALevelIsComparedWithTheThresholdItself) {
  const auto controller =
      make_controller<Threshold>({{"rule", "level"}, {"feature", "signal.accuracy"}, {"threshold", 0.6}},
                                 {"progress", "signal.accuracy"}, kTwoActions);

  EXPECT_EQ(decide(controller, {1, 0.61}).action, 1u);
  EXPECT_EQ(decide(controller, {1, 0.59}).action, 0u);
}

TEST(Threshold, RisesWithTheTraining) {
  const auto controller =
      make_controller<Threshold>({{"rule", "level"}, {"feature", "signal.accuracy"}, {"threshold", 0.6}, {"rise", 0.2}},
                                 {"signal.accuracy"}, kTwoActions);

  EXPECT_EQ(decide(controller, {0.69}, 0.5, 500).action, 0u);  // .6 + .2 / 2: half of the horizon of 1000 is over
  EXPECT_EQ(decide(controller, {0.71}, 0.5, 500).action, 1u);
}

TEST(Threshold, TakesTheFirstActionUntilSomethingIsMeasured) {
  EXPECT_EQ(decide(make("S1", -2, {"probed_loss.0", "valid_loss.0"}), {0, 5}), (Taken{0, {1, 0}}));
}

TEST(Threshold, AsksForTheFeaturesOfEveryRule) {
  const autoloss_controller_type& type = *sdk::ControllerComponent<Threshold>::type();
  const std::vector<std::string> features(type.default_features, type.default_features + type.default_feature_count);

  for (const char* rule : {"S1", "S2", "S3"}) EXPECT_NO_THROW(make(rule, 0, features));
}

TEST(Threshold, NamesTheFeatureThatIsMissing) {
  EXPECT_THAT(
      message_of([] {
        make("S3", 0, {"probed_gradient_norm.1", "stall"});
      }),
      HasSubstr(
          "rule S3 needs the feature 'probed_gradient_norm.0'; the features given are probed_gradient_norm.1, stall: "
          "add it to features.pick"));
}

TEST(Threshold, TakesTheOnlyActionThereIs) {
  EXPECT_EQ(decide(make("S1", 0, {}, {"only"}), {}), (Taken{0, {1}}));
}

TEST(Threshold, RefusesMoreThanTwoActions) {
  EXPECT_THAT(message_of([] {
                make("S1", 0, {"probed_loss.0", "valid_loss.0"}, {"a", "b", "c"});
              }),
              HasSubstr("is given 3 (a, b, c): name two with `actions`"));
}

TEST(Threshold, RefusesFeaturesThatAreNotFinite) {
  const auto controller = make("S1", 0, {"probed_loss.0", "valid_loss.0"});
  EXPECT_THAT(message_of([&] {
                decide(controller, {std::numeric_limits<double>::infinity(), 1});
              }),
              HasSubstr("feature 'probed_loss.0' is inf"));
}

}  // namespace
}  // namespace autoloss::test
