#include "plugins/controllers/softmax_mlp/softmax_mlp.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "tests/unit/plugins/support/policy_gradient.hpp"
#include "tests/unit/support/allocations.hpp"

namespace autoloss::test {
namespace {

using controllers::SoftmaxMlp;
using testing::DoubleNear;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pointwise;

const std::vector<std::string> kThreeActions{"mt", "ner", "pos"};

ControllerInstance make(const ValueMap& values, std::vector<std::string> actions = kThreeActions, uint64_t seed = 1) {
  return make_controller<SoftmaxMlp>(values, {"x", "y"}, std::move(actions), seed);
}

TEST(SoftmaxMlp, ProbabilitiesAreTheSoftmaxOfTheNetwork) {
  auto controller = make({{"hidden_units", int64_t{1}}, {"temperature", 2.0}});
  controller.set_parameters({1, 1, -1, 2, 4, 6, 0, 0, 1});  // hidden: relu(x + y - 1); outputs: 2h, 4h, 6h + 1

  const Taken taken = decide(controller, {1.5, 0.5});  // h = 1

  const double sum = std::exp(1) + std::exp(2) + std::exp(3.5);
  EXPECT_THAT(taken.probabilities,
              ElementsAre(DoubleNear(std::exp(1) / sum, 1e-15), DoubleNear(std::exp(2) / sum, 1e-15),
                          DoubleNear(std::exp(3.5) / sum, 1e-15)));
}

TEST(SoftmaxMlp, StartsFromBiases) {
  const auto controller =
      make({{"output_scale", 0.0}, {"initial_biases", std::vector<double>{std::log(6.0), 0, std::log(3.0)}}});

  EXPECT_THAT(decide(controller, {0.3, -2}).probabilities,
              ElementsAre(DoubleNear(0.6, 1e-15), DoubleNear(0.1, 1e-15), DoubleNear(0.3, 1e-15)));
  EXPECT_THAT(message_of([] {
                make({{"initial_biases", std::vector<double>{1, 2}}});
              }),
              HasSubstr("initial_biases has 2 numbers; it needs one for each of the 3 actions"));
}

TEST(SoftmaxMlp, TakesEachActionAsOftenAsItsProbabilitySays) {
  const auto controller = make({});
  const std::vector<double> features{0.7, -1.1};
  const std::vector<double> p = decide(controller, features).probabilities;
  std::vector<double> share(3, 0);
  for (int draw = 0; draw < 1000; ++draw) share[decide(controller, features, (draw + 0.5) / 1000).action] += 0.001;

  EXPECT_NEAR(p[0] + p[1] + p[2], 1, 1e-15);
  EXPECT_THAT(share, Pointwise(DoubleNear(1.1e-3), p));
}

TEST(SoftmaxMlp, ActsAlikeOnEqualObservations) {
  const auto controller = make({});
  ControllerSession session(controller);
  const std::vector<double> features{0.4, 0.1};
  const uint32_t first = session.act(features, 5, 10, 0.3, nullptr);
  const std::vector<double> p(session.probabilities().begin(), session.probabilities().end());
  session.act(std::vector<double>{-7, 3}, 6, 10, 0.9, nullptr);

  EXPECT_EQ(session.act(features, 7, 10, 0.3, nullptr), first);
  EXPECT_THAT(session.probabilities(), testing::ElementsAreArray(p));
}

TEST(SoftmaxMlp, StartsFromItsSeed) {
  EXPECT_EQ(make({}).parameters(), make({}).parameters());
  EXPECT_NE(make({}, kThreeActions, 1).parameters(), make({}, kThreeActions, 2).parameters());
}

TEST(SoftmaxMlp, StartsUniformWithOutputScaleZero) {
  const auto controller = make({{"output_scale", 0.0}});
  EXPECT_THAT(decide(controller, {3, -4}).probabilities, Each(DoubleNear(1.0 / 3, 1e-15)));
}

TEST(SoftmaxMlp, AddsNoiseToTheLogitsBehindTheTemperature) {
  const auto controller = make({{"output_scale", 0.0}, {"temperature", 2.0}});

  const std::vector<double> p = decide(controller, {3, -4}, 0.5, 0, {std::log(2), 0, 0}).probabilities;

  EXPECT_THAT(p, ElementsAre(DoubleNear(0.5, 1e-15), DoubleNear(0.25, 1e-15), DoubleNear(0.25, 1e-15)));
}

TEST(SoftmaxMlp, TakesTheOnlyActionThereIs) {
  auto controller = make(kReadableStep, {"only"});

  const auto gradient =
      gradient_of_first_update(controller, {{{{1, 2}}, {0}, 3.0}, {{{1, 2}}, {0}, 2.0, {{0.5}}, 0.8}});

  EXPECT_EQ(decide(controller, {1, 2}, 0.99), (Taken{0, {1}}));
  EXPECT_THAT(gradient, Each(0));
}

TEST(SoftmaxMlp, AllocatesNothingForADecision) {
  const auto controller = make({{"hidden_layers", int64_t{2}}, {"activation", std::string("tanh")}});
  ControllerSession session(controller);
  const std::vector<double> features{0.4, 0.1};
  const std::vector<double> noise{0.1, 0.2, 0.3};

  const std::size_t before = allocations();
  for (int step = 0; step < 100; ++step) session.act(features, 5, 10, 0.3, noise.data());

  EXPECT_EQ(allocations(), before);
}

struct NamedShape {
  const char* name;
  ValueMap values;
};
class SoftmaxMlpGradient : public testing::TestWithParam<NamedShape> {};

TEST_P(SoftmaxMlpGradient, OfDrawnActionsMatchesFiniteDifferences) {
  auto controller = make(with(GetParam().values, kReadableStep));
  const std::vector<Episode> episodes{{{{0.5, -1}, {1.5, 2}}, {1, 2}, 1.5}, {{{0.1, 0.3}}, {0}, -0.7}};
  const auto expected = numeric_gradient(controller, [&] {
    return (1.5 * (log_probability(controller, {0.5, -1}, 1) + log_probability(controller, {1.5, 2}, 2)) -
            0.7 * log_probability(controller, {0.1, 0.3}, 0)) /
           2;
  });

  EXPECT_THAT(gradient_of_first_update(controller, episodes), Pointwise(DoubleNear(1e-8), expected));
}

TEST_P(SoftmaxMlpGradient, OfNoiseMatchesFiniteDifferences) {
  auto controller = make(with(GetParam().values, kReadableStep));
  const std::vector<double> features{0.5, -1};
  const std::vector<double> noise{0.9, -0.3, 0.2};
  // What was tried are the noisy logits, as far as probabilities show them: less their mean.
  std::vector<double> tried = centred_logits(controller, features);
  for (std::size_t action = 0; action < 3; ++action) tried[action] += noise[action] - (0.9 - 0.3 + 0.2) / 3;
  const auto expected = numeric_gradient(controller, [&] {
    const std::vector<double> mean = centred_logits(controller, features);
    double sum = 0;
    for (std::size_t action = 0; action < 3; ++action) sum -= std::pow(tried[action] - mean[action], 2);
    return 1.5 * sum / (2 * 0.8 * 0.8);
  });

  const auto gradient = gradient_of_first_update(controller, {{{features}, {1}, 1.5, {noise}, 0.8}});

  EXPECT_THAT(gradient, Pointwise(DoubleNear(1e-7), expected));
}

TEST_P(SoftmaxMlpGradient, OfTheEntropyBonusMatchesFiniteDifferences) {
  auto controller = make(with(with(GetParam().values, kReadableStep), {{"entropy_bonus", 0.3}}));
  const auto expected = numeric_gradient(controller, [&] { return 0.3 * entropy_at(controller, {0.5, -1}); });

  const auto gradient = gradient_of_first_update(controller, {{{{0.5, -1}}, {1}, 0.0}});

  EXPECT_THAT(gradient, Pointwise(DoubleNear(1e-8), expected));
}

INSTANTIATE_TEST_SUITE_P(
    Of, SoftmaxMlpGradient,
    testing::Values(NamedShape{"Default", {}},
                    NamedShape{"LeakyAndWarm", {{"activation", std::string("leaky_relu")}, {"temperature", 2.0}}},
                    NamedShape{"TanhAndDeep", {{"activation", std::string("tanh")}, {"hidden_layers", int64_t{2}}}},
                    NamedShape{"NoHiddenLayer", {{"hidden_layers", int64_t{0}}}}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(SoftmaxMlp, LearnsTheBetterArm) {
  for (uint64_t seed = 0; seed < 5; ++seed) {
    auto controller = make({{"learning_rate", 0.01}}, kTwoActions, seed);
    EXPECT_GT(share_of_better_arm(controller, seed, 60), 0.9) << "seed " << seed;
  }
}

TEST(SoftmaxMlp, LearnsOnFromASavedStateAsIfUninterrupted) {
  auto uninterrupted = make({}, kTwoActions);
  auto interrupted = make({}, kTwoActions);
  auto continued = make({}, kTwoActions, 9);
  share_of_better_arm(uninterrupted, 1, 5);
  share_of_better_arm(uninterrupted, 2, 5);

  share_of_better_arm(interrupted, 1, 5);
  continued.load(interrupted.save());
  share_of_better_arm(continued, 2, 5);

  EXPECT_EQ(continued.save(), uninterrupted.save());
}

TEST(SoftmaxMlp, RefusesAStateOfAnotherShape) {
  auto controller = make({});
  const std::string state = make({{"hidden_units", int64_t{8}}}).save();

  EXPECT_THAT(message_of([&] { controller.load(state); }), HasSubstr("kind 'softmax_mlp/1 2-16-3 relu'"));
}

TEST(SoftmaxMlp, RefusesWhatIsNotFinite) {
  for (const std::string activation : {"relu", "leaky_relu", "tanh"}) {
    auto controller = make({{"activation", activation}});
    EXPECT_THAT(message_of([&] {
                  decide(controller, {1, std::numeric_limits<double>::infinity()});
                }),
                HasSubstr("feature 'y' is inf"));

    controller.set_parameters(std::vector<double>(controller.parameters().size(), std::nan("")));
    EXPECT_THAT(message_of([&] { decide(controller, {1, 2}); }), HasSubstr("a logit is not finite"));
  }
}

}  // namespace
}  // namespace autoloss::test
