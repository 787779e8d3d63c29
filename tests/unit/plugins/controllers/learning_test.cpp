// Every controller that learns, on problems whose answers are known.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <ostream>

#include "plugins/controllers/bernoulli_linear/bernoulli_linear.hpp"
#include "plugins/controllers/ppo/ppo.hpp"
#include "plugins/controllers/softmax_mlp/softmax_mlp.hpp"
#include "tests/unit/plugins/support/known_problems.hpp"
#include "tests/unit/plugins/support/policy_gradient.hpp"

namespace autoloss::test {
namespace {

constexpr uint64_t kSeeds = 5;

// A controller, the settings it learns these problems with, and how good it gets.
struct Learner {
  const char* name;
  std::function<ControllerInstance(const ValueMap&, std::size_t features, std::size_t actions, uint64_t seed)> make;
  ValueMap bandit, chain, restless;
  std::size_t arms;  // that it can choose from
  int chain_updates;
  double chain_share;  // of the best value, at least
  bool has_critic;
};

template <class C>
ControllerInstance made(const ValueMap& values, std::size_t features, std::size_t actions, uint64_t seed) {
  std::vector<std::string> feature_names, action_names;
  for (std::size_t index = 0; index < features; ++index) feature_names.push_back("x" + std::to_string(index));
  for (std::size_t index = 0; index < actions; ++index) action_names.push_back("a" + std::to_string(index));
  return make_controller<C>(values, feature_names, action_names, seed);
}

const ValueMap kPpo{{"learning_rate", 3e-3}};
const ValueMap kChain{{"learning_rate", 3e-3}, {"discount", 0.97}, {"entropy_bonus", 0.0}};
const ValueMap kRestless{{"learning_rate", 3e-3}, {"learning_rate_end", 1.0}, {"entropy_bonus", 0.05}};

std::vector<Learner> learners() {
  const ValueMap restless{{"learning_rate_end", 1.0}, {"entropy_bonus", 0.1}};
  return {
      {"ppo", made<controllers::PpoReference>, kPpo, kChain, kRestless, 3, 150, 0.98, true},
      {"ppo_paper", made<controllers::PpoPaper>, kPpo, kChain, kRestless, 3, 400, 0.98, true},
      {"ppo_release", made<controllers::PpoRelease>, kPpo, kChain, kRestless, 3, 400, 0.98, true},
      {"softmax_mlp",
       made<controllers::SoftmaxMlp>,
       {{"learning_rate", 0.02}},
       {{"learning_rate", 0.02}, {"average_over_steps", true}},
       with(restless, {{"learning_rate", 0.02}}),
       3,
       300,
       0.98,
       false},
      {"bernoulli_linear",
       made<controllers::BernoulliLinear>,
       {},
       {{"average_over_steps", true}},
       with(restless, {{"logit_clip", 4.0}}),
       2,
       300,
       0.95,
       false},
  };
}

void PrintTo(const Learner& learner, std::ostream* out) {
  *out << learner.name;
}

class Learning : public testing::TestWithParam<Learner> {};

double expected_at_start(const ControllerInstance& controller, const Process& problem) {
  ControllerSession session(controller);
  session.act(problem.features[0], 0, 1000, 0.5, nullptr);
  return session.value();
}

TEST_P(Learning, FindsTheBestArmOfEachContext) {
  const Process problem = contextual_bandit(GetParam().arms);
  for (uint64_t seed = 0; seed < kSeeds; ++seed) {
    ControllerInstance controller = GetParam().make(GetParam().bandit, 4, GetParam().arms, seed);
    train(controller, problem, sdk::derive(seed, "bandit"), 300, 64);
    double reward = 0;
    for (const double value : value_of(problem, policy_of(controller, problem))) reward += value / 4;
    EXPECT_GE(reward, 0.98) << "seed " << seed;
  }
}

TEST_P(Learning, CarriesCreditBackAlongAChain) {
  const Process problem = chain(12);
  const double best = best_value(problem)[0];
  ASSERT_NEAR(best, std::pow(0.97, 11), 1e-12);
  for (uint64_t seed = 0; seed < kSeeds; ++seed) {
    ControllerInstance controller = GetParam().make(GetParam().chain, 12, 2, seed);
    train(controller, problem, sdk::derive(seed, "chain"), GetParam().chain_updates, 8);
    EXPECT_GE(value_of(problem, policy_of(controller, problem))[0], GetParam().chain_share * best) << "seed " << seed;
    if (!GetParam().has_critic) continue;
    EXPECT_NEAR(expected_at_start(controller, problem), best, 0.02 * best) << "seed " << seed;
  }
}

TEST_P(Learning, RecoversWhenTheBetterArmChanges) {
  for (uint64_t seed = 0; seed < kSeeds; ++seed) {
    ControllerInstance controller = GetParam().make(GetParam().restless, 2, 2, seed);
    train(controller, two_arms(0), sdk::derive(seed, "before"), 100, 64);
    EXPECT_GE(policy_of(controller, two_arms(0))[0][0], 0.9) << "seed " << seed;
    train(controller, two_arms(1), sdk::derive(seed, "after"), 200, 64);
    EXPECT_GE(policy_of(controller, two_arms(1))[0][1], 0.9) << "seed " << seed;
  }
}

INSTANTIATE_TEST_SUITE_P(Of, Learning, testing::ValuesIn(learners()),
                         [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace autoloss::test
