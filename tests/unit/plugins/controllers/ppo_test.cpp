#include "plugins/controllers/ppo/ppo.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>

#include "plugins/controllers/ppo/returns.hpp"
#include "tests/unit/plugins/support/policy_gradient.hpp"
#include "tests/unit/support/allocations.hpp"

namespace autoloss::test {
namespace {

using controllers::PpoPaper;
using controllers::PpoReference;
using controllers::PpoRelease;
using testing::DoubleNear;
using testing::Each;
using testing::HasSubstr;
using testing::Pointwise;

const std::vector<std::string> kThreeActions{"mt", "ner", "pos"};

ControllerInstance make(const ValueMap& values = {}, std::vector<std::string> actions = kThreeActions,
                        uint64_t seed = 1) {
  return make_controller<PpoReference>(with(values, {{"output_scale", 1.0}}), {"x", "y"}, std::move(actions), seed);
}

// One update of everything at once, and nothing but what is asked for: with({...}, kBare).
const ValueMap kBare = with(kReadableStep, {{"epochs", int64_t{1}},
                                            {"batch_size", int64_t{1000}},
                                            {"entropy_bonus", 0.0},
                                            {"value_weight", 0.0},
                                            {"normalize_advantages", false},
                                            {"gradient_clip", 0.0}});

double value_at(const ControllerInstance& controller, const std::vector<double>& features) {
  ControllerSession session(controller);
  session.act(features, 0, 1000, 0.5, nullptr);
  return session.value();
}

double probability(const ControllerInstance& controller, const std::vector<double>& features, uint32_t action) {
  return decide(controller, features).probabilities[action];
}

autoloss_trajectory three_decisions(const std::vector<double>& rewards) {
  autoloss_trajectory trajectory{};
  trajectory.struct_size = sizeof(trajectory);
  trajectory.decision_count = rewards.size();
  trajectory.rewards = rewards.data();
  return trajectory;
}

TEST(Returns, OfAnEndedEpisodeExpectNothingBehindItsEnd) {
  const std::vector<double> rewards{1, 0, 2};
  autoloss_trajectory trajectory = three_decisions(rewards);
  trajectory.flags = AUTOLOSS_TRAJECTORY_TERMINATED;
  trajectory.last_value = 100;  // of no account

  const controllers::Worth worth = controllers::worth_of(trajectory, std::vector<double>{3, 1, 4}, 0.5, 0.5);

  // Differences 2 - 4 = -2, 0 + .5 * 4 - 1 = 1, 1 + .5 * 1 - 3 = -1.5, each a quarter of the next added.
  EXPECT_THAT(worth.advantages, testing::ElementsAre(-1.5 + 0.25 * 0.5, 1 - 0.5, -2));
  EXPECT_THAT(worth.returns, testing::ElementsAre(3 - 1.375, 1.5, 2));
}

TEST(Returns, OfACutEpisodeGoOnAsTheCriticExpects) {
  const std::vector<double> rewards{1, 0, 2};
  autoloss_trajectory trajectory = three_decisions(rewards);
  trajectory.last_value = 8;

  const controllers::Worth worth = controllers::worth_of(trajectory, std::vector<double>{3, 1, 4}, 0.5, 0.5);

  EXPECT_THAT(worth.advantages, testing::ElementsAre(-1.5 + 0.25 * 1.5, 1 + 0.25 * 2, 2 + 0.5 * 8 - 4));
}

TEST(Returns, WithLambdaOneAreTheDiscountedRewards) {
  const std::vector<double> rewards{1, 0, 2};
  autoloss_trajectory trajectory = three_decisions(rewards);
  trajectory.last_value = 8;

  const controllers::Worth worth = controllers::worth_of(trajectory, std::vector<double>{3, 1, 4}, 0.5, 1);

  EXPECT_THAT(worth.returns, testing::ElementsAre(1 + 0.5 * 3, 0.5 * 6, 2 + 0.5 * 8));
}

TEST(Returns, WithoutRewardsAreTheHostsAdvantage) {
  autoloss_trajectory trajectory = three_decisions({});
  trajectory.decision_count = 2;
  trajectory.rewards = nullptr;
  trajectory.advantage = 5;

  const controllers::Worth worth = controllers::worth_of(trajectory, std::vector<double>{3, 1}, 0.5, 0.5);

  EXPECT_THAT(worth.advantages, testing::ElementsAre(2, 4));
  EXPECT_THAT(worth.returns, testing::ElementsAre(5, 5));
}

TEST(Ppo, TakesEachActionAsOftenAsItsProbabilitySays) {
  const auto controller = make();
  const std::vector<double> features{0.7, -1.1};
  const std::vector<double> p = decide(controller, features).probabilities;
  std::vector<double> share(3, 0);
  for (int draw = 0; draw < 1000; ++draw) share[decide(controller, features, (draw + 0.5) / 1000).action] += 0.001;

  EXPECT_NEAR(p[0] + p[1] + p[2], 1, 1e-15);
  EXPECT_THAT(share, Pointwise(DoubleNear(1.1e-3), p));
}

TEST(Ppo, StartsFromItsSeedAndAboutUniform) {
  const auto actor = [](uint64_t seed) { return make_controller<PpoReference>({}, {"x"}, kThreeActions, seed); };
  EXPECT_EQ(actor(1).save(), actor(1).save());
  EXPECT_NE(actor(1).parameters(), actor(2).parameters());
  EXPECT_THAT(decide(actor(1), {3}).probabilities, Each(DoubleNear(1.0 / 3, 0.02)));
}

TEST(Ppo, AllocatesNothingForADecision) {
  const auto controller = make();
  ControllerSession session(controller);
  const std::vector<double> features{0.4, 0.1};

  const std::size_t before = allocations();
  for (int step = 0; step < 100; ++step) session.act(features, 5, 10, 0.3, nullptr);

  EXPECT_EQ(allocations(), before);
}

TEST(Ppo, FirstUpdateFollowsThePolicyGradient) {
  auto controller = make(kBare);
  const std::vector<Episode> episodes{{{{0.5, -1}, {1.5, 2}}, {1, 2}, 1.5}, {{{0.1, 0.3}}, {0}, -0.7}};
  const double a = value_at(controller, {0.5, -1});
  const double b = value_at(controller, {1.5, 2});
  const double c = value_at(controller, {0.1, 0.3});
  const auto expected = numeric_gradient(controller, [&] {
    return ((1.5 - a) * log_probability(controller, {0.5, -1}, 1) +
            (1.5 - b) * log_probability(controller, {1.5, 2}, 2) -
            (0.7 + c) * log_probability(controller, {0.1, 0.3}, 0)) /
           3;
  });

  EXPECT_THAT(gradient_of_first_update(controller, episodes), Pointwise(DoubleNear(1e-8), expected));
}

// Ratios within the clip, beyond it where that still helps, and beyond it where nothing is gained.
TEST(Ppo, GradientOfTheClippedSurrogateMatchesFiniteDifferences) {
  auto controller = make(kBare);
  const std::vector<std::vector<double>> features{{0.5, -1}, {1.5, 2}, {0.1, 0.3}, {-0.4, 0.2}, {1, 1}};
  const std::vector<uint32_t> actions{1, 2, 0, 1, 0};
  const std::vector<double> ratios{1.1, 1.5, 0.6, 0.5, 1.4};
  const std::vector<double> advantages{1.5, 2, -1, 0.8, -0.5};
  Episode episode{features, actions};
  episode.values.assign(5, 0);
  episode.advantages = advantages;
  for (std::size_t row = 0; row < 5; ++row)
    episode.probabilities.push_back(probability(controller, features[row], actions[row]) / ratios[row]);

  const auto expected = numeric_gradient(controller, [&] {
    double sum = 0;
    for (std::size_t row = 0; row < 5; ++row) {
      const double ratio = probability(controller, features[row], actions[row]) / episode.probabilities[row];
      sum += std::min(ratio * advantages[row], std::min(std::max(ratio, 0.8), 1.2) * advantages[row]);
    }
    return sum / 5;
  });

  EXPECT_THAT(gradient_of_first_update(controller, {episode}), Pointwise(DoubleNear(1e-7), expected));
}

TEST(Ppo, GradientOfTheEntropyBonusMatchesFiniteDifferences) {
  auto controller = make(with({{"entropy_bonus", 0.3}}, kBare));
  const double value = value_at(controller, {0.5, -1});
  const auto expected = numeric_gradient(controller, [&] { return 0.3 * entropy_at(controller, {0.5, -1}); });

  const auto gradient = gradient_of_first_update(controller, {{{{0.5, -1}}, {1}, value}});

  EXPECT_THAT(gradient, Pointwise(DoubleNear(1e-8), expected));
}

// The critic's weights are no policy's; that it learns shows in what it says.
TEST(Ppo, CriticLearnsTheReturns) {
  for (const double value_clip : {0.0, 0.2}) {
    auto controller = make({{"learning_rate", 0.01}, {"value_clip", value_clip}, {"discount", 0.5}});
    for (int batch = 0; batch < 300; ++batch) {
      Episode episode{{{0.5, -1}, {1.5, 2}}, {1, 2}};
      episode.rewards = {1, 4};
      learn(controller, {episode});
    }
    EXPECT_NEAR(value_at(controller, {0.5, -1}), 3, 0.05) << value_clip;
    EXPECT_NEAR(value_at(controller, {1.5, 2}), 4, 0.05) << value_clip;
  }
}

TEST(Ppo, ReportsHowItWent) {
  auto controller = make(with({{"epochs", int64_t{3}}, {"learning_rate", 0.1}}, kBare));
  Episode episode{{{0.5, -1}, {1.5, 2}}, {1, 2}};
  episode.rewards = {1, 4};
  episode.values = {4.9, 3.9};  // near the returns, 1 + .99 * (.95 * 4 + .05 * 3.9) and 4

  const LearnReport report = learn(controller, {episode});

  EXPECT_EQ(reported(report, "updates"), 3);
  EXPECT_EQ(reported(report, "skipped"), 0);
  EXPECT_GT(reported(report, "explained_variance"), 0.99);
  EXPECT_GE(reported(report, "approx_kl"), 0);
  EXPECT_GE(reported(report, "clip_fraction"), 0);
  EXPECT_NEAR(reported(report, "entropy"), std::log(3), 0.5);
  EXPECT_TRUE(std::isfinite(reported(report, "policy_loss")));
  EXPECT_GE(reported(report, "value_loss"), 0);
  EXPECT_GT(reported(report, "gradient_norm"), 0);
}

TEST(Ppo, StopsWhereThePolicyMovedFar) {
  const ValueMap fast{{"learning_rate", 0.1}, {"epochs", int64_t{50}}, {"normalize_advantages", false}};
  auto free = make(fast);
  auto bound = make(with(fast, {{"target_kl", 0.01}}));
  const Episode episode{{{0.5, -1}, {1.5, 2}}, {1, 2}, 3.0};

  EXPECT_EQ(reported(learn(free, {episode}), "updates"), 50);
  EXPECT_LT(reported(learn(bound, {episode}), "updates"), 50);
}

TEST(Ppo, ClipsTheGradientOfBothNetworksTogether) {
  auto controller = make(with({{"value_weight", 0.5}, {"gradient_clip", 0.5}}, kBare));
  const auto gradient = gradient_of_first_update(controller, {{{{0.5, -1}}, {1}, 100.0}});
  double square = 0;
  for (const double value : gradient) square += value * value;

  EXPECT_GT(std::sqrt(square), 0.05);
  EXPECT_LT(std::sqrt(square), 0.5);
}

TEST(Ppo, ActsByThePolicyOfTheLastSynchronisation) {
  auto controller = make({{"updates", int64_t{2}}, {"sync_every", int64_t{5}}, {"buffer_size", int64_t{100}}});
  const std::vector<double> first = controller.parameters();
  const Episode episode{{{0.5, -1}, {1.5, 2}}, {1, 2}, 3.0};

  learn(controller, {episode});
  learn(controller, {episode});
  EXPECT_EQ(controller.parameters(), first);  // four updates
  learn(controller, {episode});
  EXPECT_NE(controller.parameters(), first);
}

TEST(ReplayBuffer, ReplacesTheOldestDecision) {
  controllers::ReplayBuffer buffer(1, 3);
  const std::vector<double> features{1, 2, 3, 4};
  for (const double& feature : features) buffer.add({{&feature, 1}, 0, -1, 0, 10 * feature, 0});

  std::vector<double> kept, advantages;
  for (std::size_t index = 0; index < buffer.size(); ++index) {
    kept.push_back(buffer.at(index).features[0]);
    advantages.push_back(buffer.at(index).advantage);
  }
  EXPECT_THAT(kept, testing::ElementsAre(4, 2, 3));
  EXPECT_THAT(advantages, testing::ElementsAre(40, 20, 30));
}

TEST(Ppo, LearnsOnFromASavedStateAsIfUninterrupted) {
  const auto check = [](auto create) {
    auto uninterrupted = create(1);
    auto interrupted = create(1);
    auto continued = create(9);
    share_of_better_arm(uninterrupted, 1, 5);
    share_of_better_arm(uninterrupted, 2, 5);

    share_of_better_arm(interrupted, 1, 5);
    continued.load(interrupted.save());
    share_of_better_arm(continued, 2, 5);

    EXPECT_EQ(continued.save(), uninterrupted.save());
  };
  check([](uint64_t seed) { return make_controller<PpoReference>({}, {"x", "y"}, kTwoActions, seed); });
  check([](uint64_t seed) { return make_controller<PpoPaper>({}, {"x", "y"}, kTwoActions, seed); });
  check([](uint64_t seed) { return make_controller<PpoRelease>({}, {"x", "y"}, kTwoActions, seed); });
}

TEST(Ppo, RefusesADamagedState) {
  auto controller = make_controller<PpoPaper>({}, {"x", "y"}, kTwoActions, 1);
  share_of_better_arm(controller, 1, 2);
  const std::string state = controller.save();
  for (const std::size_t length : {std::size_t{0}, std::size_t{20}, state.size() / 2, state.size() - 1})
    EXPECT_NE(message_of([&] { controller.load(state.substr(0, length)); }), "") << length;
  EXPECT_NE(message_of([&] { controller.load(state + "x"); }), "");
  EXPECT_EQ(controller.save(), state);

  auto narrow = make_controller<PpoPaper>({{"hidden_units", int64_t{8}}}, {"x", "y"}, kTwoActions, 1);
  EXPECT_THAT(message_of([&] { narrow.load(state); }), HasSubstr("kind 'ppo/1 2-8-2 relu'"));
}

TEST(Ppo, SkipsTrajectoriesWithoutAFiniteReward) {
  auto controller = make();
  const std::string before = controller.save();

  const LearnReport report = learn(controller, {{{{1, 2}}, {0}, std::nan("")}});

  EXPECT_EQ(reported(report, "skipped"), 1);
  EXPECT_EQ(reported(report, "updates"), 0);
  EXPECT_EQ(controller.save(), before);
}

TEST(Ppo, RefusesWhatIsNotFinite) {
  auto controller = make();
  EXPECT_THAT(message_of([&] {
                decide(controller, {1, std::numeric_limits<double>::infinity()});
              }),
              HasSubstr("feature 'y' is inf"));
  EXPECT_THAT(message_of([&] { learn(controller, {{{{1, 2}}, {7}, 1.0}}); }), HasSubstr("action 7 of 3"));
  controller.set_parameters(std::vector<double>(controller.parameters().size(), std::nan("")));
  EXPECT_THAT(message_of([&] { decide(controller, {1, 2}); }), HasSubstr("not finite"));
}

TEST(Ppo, TakesTheOnlyActionThereIs) {
  auto controller = make({}, {"only"});
  learn(controller, {{{{1, 2}}, {0}, 3.0}});
  EXPECT_EQ(decide(controller, {1, 2}, 0.99), (Taken{0, {1}}));
}

}  // namespace
}  // namespace autoloss::test
