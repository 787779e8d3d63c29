#include "plugins/controllers/bernoulli_linear/bernoulli_linear.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>

#include "tests/unit/plugins/support/policy_gradient.hpp"

namespace autoloss::test {
namespace {

using controllers::BernoulliLinear;
using testing::DoubleNear;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pointwise;

double sigmoid(double logit) {
  return 1 / (1 + std::exp(-logit));
}

ControllerInstance make(const ValueMap& values, std::vector<std::string> features = {"x", "y"}) {
  return make_controller<BernoulliLinear>(values, std::move(features));
}

TEST(BernoulliLinear, ProbabilityIsTheSigmoidOfALinearLogit) {
  const auto controller =
      make({{"base_logit", 0.9}, {"initial_bias", 0.41}, {"initial_weights", std::vector<double>{-0.22, 0.73, -1.47}}},
           {"steps", "log_gradient_ratio.0.1", "stall"});

  const Taken taken = decide(controller, {1, 2, 0.5});

  const double p = sigmoid(0.9 + 0.41 - 0.22 * 1 + 0.73 * 2 - 1.47 * 0.5);
  EXPECT_THAT(taken.probabilities, ElementsAre(DoubleNear(1 - p, 1e-15), DoubleNear(p, 1e-15)));
}

TEST(BernoulliLinear, TakesTheSecondActionAsOftenAsItsProbabilitySays) {
  const auto controller = make({{"initial_bias", 0.7}}, {});
  int taken = 0;
  for (int draw = 0; draw < 1000; ++draw) taken += static_cast<int>(decide(controller, {}, (draw + 0.5) / 1000).action);

  EXPECT_NEAR(taken / 1000.0, sigmoid(0.7), 1e-3);
}

TEST(BernoulliLinear, ActsAlikeOnEqualObservations) {
  const auto controller = make({{"initial_weights", std::vector<double>{1, -2}}});
  ControllerSession session(controller);
  const std::vector<double> features{0.4, 0.1};
  const uint32_t first = session.act(features, 5, 10, 0.3, nullptr);
  const std::vector<double> p(session.probabilities().begin(), session.probabilities().end());
  session.act(std::vector<double>{-7, 3}, 6, 10, 0.9, nullptr);

  EXPECT_EQ(session.act(features, 7, 10, 0.3, nullptr), first);
  EXPECT_THAT(session.probabilities(), testing::ElementsAreArray(p));
}

TEST(BernoulliLinear, AddsNoiseToTheClippedLogit) {
  const auto controller = make({{"initial_bias", 9.0}, {"logit_clip", 5.0}}, {});

  EXPECT_DOUBLE_EQ(decide(controller, {}).probabilities[1], sigmoid(5));
  EXPECT_DOUBLE_EQ(decide(controller, {}, 0.5, 0, {0.8}).probabilities[1], sigmoid(5.8));
}

TEST(BernoulliLinear, TakesTheOnlyActionThereIs) {
  auto controller = make_controller<BernoulliLinear>({}, {"x"}, {"only"});
  const std::vector<double> before = controller.parameters();

  learn(controller, {{{{1}}, {0}, 3.0}, {{{1}}, {0}, 2.0, {{0.5}}, 0.8}});

  EXPECT_EQ(decide(controller, {1}, 0.99), (Taken{0, {1}}));
  EXPECT_EQ(controller.parameters(), before);
}

TEST(BernoulliLinear, FollowsTheClosedFormOfReinforceOnTwoArms) {
  auto controller = make(with(kReadableStep, {{"initial_bias", std::log(3.0)}}), {});  // p = .75

  const std::vector<double> gradient = gradient_of_first_update(controller, {{{{}}, {1}, 2.0}, {{{}}, {0}, -1.0}});

  // Mean of A (a - p) over the two episodes.
  EXPECT_THAT(gradient, ElementsAre(DoubleNear((2.0 * (1 - 0.75) - 1.0 * (0 - 0.75)) / 2, 1e-12)));
}

const std::vector<Episode> kDrawn{{{{0.5, -1}, {1.5, 2}}, {1, 0}, 1.5}, {{{0.1, 0.3}}, {1}, -0.7}};
const ValueMap kStart = with(
    kReadableStep, {{"base_logit", 0.9}, {"initial_bias", -0.2}, {"initial_weights", std::vector<double>{0.3, -0.6}}});

double log_probabilities(const ControllerInstance& controller, const std::vector<Episode>& episodes, bool average) {
  double sum = 0;
  for (const Episode& episode : episodes)
    for (std::size_t row = 0; row < episode.actions.size(); ++row)
      sum += episode.advantage * log_probability(controller, episode.features[row], episode.actions[row]) /
             static_cast<double>(episodes.size()) / (average ? static_cast<double>(episode.actions.size()) : 1);
  return sum;
}

TEST(BernoulliLinear, GradientOfDrawnActionsMatchesFiniteDifferences) {
  for (const bool average : {false, true}) {
    auto controller = make(with(kStart, {{"average_over_steps", average}}));
    const auto expected = numeric_gradient(controller, [&] { return log_probabilities(controller, kDrawn, average); });

    EXPECT_THAT(gradient_of_first_update(controller, kDrawn), Pointwise(DoubleNear(1e-8), expected));
  }
}

TEST(BernoulliLinear, GradientOfNoiseMatchesFiniteDifferences) {
  auto controller = make(kStart);
  const std::vector<std::vector<double>> features{{0.5, -1}, {1.5, 2}};
  const std::vector<double> noise{0.9, -0.3};
  // What was tried is the noisy logit; the policy is the Gaussian of deviation .8 around the logit of the features.
  const auto logit = [&](std::size_t row) {
    const auto p = decide(controller, features[row]).probabilities;
    return std::log(p[1] / p[0]);
  };
  const std::vector<double> tried{logit(0) + noise[0], logit(1) + noise[1]};
  const auto expected = numeric_gradient(controller, [&] {
    double sum = 0;
    for (std::size_t row = 0; row < 2; ++row) sum -= std::pow(tried[row] - logit(row), 2) / (2 * 0.8 * 0.8);
    return 1.5 * sum;
  });

  const auto gradient = gradient_of_first_update(controller, {{features, {1, 0}, 1.5, {{noise[0]}, {noise[1]}}, 0.8}});

  EXPECT_THAT(gradient, Pointwise(DoubleNear(1e-7), expected));
}

TEST(BernoulliLinear, CountsNoiseThatIsHeldOnce) {
  auto once = make(kStart);
  auto held = make(kStart);

  const auto expected = gradient_of_first_update(once, {{{{1, 2}, {5, 6}}, {1, 0}, 1.5, {{0.4}, {-0.2}}, 0.8}});
  const auto gradient = gradient_of_first_update(
      held, {{{{1, 2}, {3, 4}, {5, 6}, {7, 8}}, {1, 1, 0, 1}, 1.5, {{0.4}, {0.4}, {-0.2}, {-0.2}}, 0.8}});

  EXPECT_EQ(gradient, expected);
}

TEST(BernoulliLinear, CreditsEachDecisionWhereRewardsCameAlongTheWay) {
  auto controller = make(kReadableStep, {});  // p = .5

  const auto gradient = gradient_of_first_update(controller, {{{{}, {}}, {1, 1}, 100.0, {}, 0, {2.0, -0.5}}});

  EXPECT_THAT(gradient, ElementsAre(DoubleNear(2.0 * 0.5 - 0.5 * 0.5, 1e-12)));
}

TEST(BernoulliLinear, GradientOfTheEntropyBonusMatchesFiniteDifferences) {
  auto controller = make(with(kStart, {{"entropy_bonus", 0.3}}));
  const auto expected = numeric_gradient(controller, [&] { return 0.3 * entropy_at(controller, {0.5, -1}); });

  const auto gradient = gradient_of_first_update(controller, {{{{0.5, -1}}, {1}, 0.0}});

  EXPECT_THAT(gradient, Pointwise(DoubleNear(1e-8), expected));
}

TEST(BernoulliLinear, DropsOnlyTheGradientThatPushesAClippedLogitFurtherOut) {
  const ValueMap clipped = with(kReadableStep, {{"initial_bias", 6.0}, {"logit_clip", 5.0}});
  auto outward = make(clipped, {});
  auto inward = make(clipped, {});

  EXPECT_THAT(gradient_of_first_update(outward, {{{{}}, {1}, 1.0}}), ElementsAre(0));
  EXPECT_THAT(gradient_of_first_update(inward, {{{{}}, {0}, 1.0}}), ElementsAre(DoubleNear(-sigmoid(5), 1e-12)));
}

TEST(BernoulliLinear, ClipsTheNormOfTheGradient) {
  auto controller = make(with(kReadableStep, {{"gradient_clip", 0.5}}));

  const LearnReport report = learn(controller, {{{{3, 4}}, {1}, 2.0}});

  // (3, 4, 1) before the clip; .5 of its norm after it: the first step of Adam is g / (g + 1).
  EXPECT_NEAR(reported(report, "gradient_norm"), std::sqrt(26), 1e-12);
  const double scale = 0.5 / std::sqrt(26);
  EXPECT_NEAR(controller.parameters()[1], 4 * scale / (4 * scale + 1), 1e-12);
}

TEST(BernoulliLinear, SkipsAndCountsTrajectoriesWithoutAFiniteAdvantage) {
  auto with_bad = make(kStart);
  auto without = make(kStart);
  std::vector<Episode> episodes = kDrawn;
  episodes.push_back({{{1, 1}}, {1}, std::numeric_limits<double>::quiet_NaN()});
  episodes.push_back({{{1, 1}}, {1}, 0, {}, 0, {std::numeric_limits<double>::infinity()}});

  const LearnReport report = learn(with_bad, episodes);
  learn(without, kDrawn);

  EXPECT_EQ(reported(report, "skipped"), 2);
  EXPECT_EQ(with_bad.parameters(), without.parameters());
}

TEST(BernoulliLinear, LeavesEverythingAsItWasWithoutAnyTrajectory) {
  auto controller = make(kStart);
  const std::string before = controller.save();

  const LearnReport report = learn(controller, {{{{1, 1}}, {1}, std::numeric_limits<double>::quiet_NaN()}});

  EXPECT_EQ(controller.save(), before);
  EXPECT_EQ(reported(report, "skipped"), 1);
}

TEST(BernoulliLinear, ReportsWhatItLearned) {
  auto controller = make({}, {});  // p = .5, learning rate .1 falling to .01

  const LearnReport report = learn(controller, {{{{}}, {1}, 2.0}, {{{}}, {0}, -1.0}}, 0.5);

  EXPECT_DOUBLE_EQ(reported(report, "gradient_norm"), 0.75);
  EXPECT_NEAR(reported(report, "entropy"), std::log(2), 1e-15);
  EXPECT_DOUBLE_EQ(reported(report, "mean_advantage"), 0.5);
  EXPECT_DOUBLE_EQ(reported(report, "learning_rate"), 0.055);
  EXPECT_DOUBLE_EQ(reported(report, "skipped"), 0);
  EXPECT_NEAR(controller.parameters()[0], 0.055, 1e-7);  // Adam's first step is the learning rate
}

TEST(BernoulliLinear, LearnsTheBetterArm) {
  for (uint64_t seed = 0; seed < 5; ++seed) {
    auto controller = make({});
    EXPECT_GT(share_of_better_arm(controller, seed, 60), 0.9) << "seed " << seed;
  }
}

TEST(BernoulliLinear, LearnsOnFromASavedStateAsIfUninterrupted) {
  auto uninterrupted = make({});
  auto interrupted = make({});
  auto continued = make({});
  share_of_better_arm(uninterrupted, 1, 5);
  share_of_better_arm(uninterrupted, 2, 5);

  share_of_better_arm(interrupted, 1, 5);
  continued.load(interrupted.save());
  share_of_better_arm(continued, 2, 5);

  EXPECT_EQ(continued.save(), uninterrupted.save());
}

TEST(BernoulliLinear, RefusesAStateOfAnotherKindOrLength) {
  auto controller = make({});
  const std::string state = make({}, {"x"}).save();
  const std::string before = controller.save();

  EXPECT_THAT(message_of([&] { controller.load(state); }), HasSubstr("list of 2 values where 3 belong"));
  EXPECT_THAT(message_of([&] { controller.load(before.substr(0, before.size() - 1)); }), HasSubstr("ends too early"));
  EXPECT_THAT(message_of([&] { controller.load(before + "x"); }), HasSubstr("longer than it should be"));
  EXPECT_THAT(message_of([&] { controller.load(std::string(200, 'x')); }), HasSubstr("kind 'bernoulli_linear/1'"));
  EXPECT_EQ(controller.save(), before);
}

TEST(BernoulliLinear, RefusesMoreThanTwoActions) {
  const auto make_three = [] { make_controller<BernoulliLinear>({}, {}, {"mt", "ner", "pos"}); };
  EXPECT_THAT(message_of(make_three), HasSubstr("is given 3 (mt, ner, pos): use softmax_mlp"));
}

TEST(BernoulliLinear, RefusesWeightsThatFitNoFeatures) {
  EXPECT_THAT(message_of([] {
                make({{"initial_weights", std::vector<double>{1}}});
              }),
              HasSubstr("one for each of the 2 features (x, y)"));
}

TEST(BernoulliLinear, RefusesFeaturesThatAreNotFinite) {
  const auto controller = make({});
  EXPECT_THAT(message_of([&] {
                decide(controller, {1, std::numeric_limits<double>::quiet_NaN()});
              }),
              HasSubstr("feature 'y' is nan"));
}

TEST(BernoulliLinear, RefusesTrajectoriesThatCannotBe) {
  auto controller = make({}, {});
  const double huge = std::numeric_limits<double>::max();
  EXPECT_THAT(message_of([&] { learn(controller, {{{{}}, {2}, 1.0}}); }), HasSubstr("took action 2 of 2"));
  EXPECT_THAT(message_of([&] { learn(controller, {{{{}}, {1}, 1.0, {{0.5}}, 0}}); }), HasSubstr("deviation 0"));
  EXPECT_THAT(message_of([&] { learn(controller, {{{{}}, {1}, huge}}); }), HasSubstr("gradient is not finite"));
  EXPECT_EQ(controller.parameters()[0], 0);
}

}  // namespace
}  // namespace autoloss::test
