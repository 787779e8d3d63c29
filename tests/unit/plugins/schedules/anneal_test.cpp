#include "plugins/schedules/anneal/anneal.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "tests/unit/plugins/support/controller_harness.hpp"

namespace autoloss::test {
namespace {

using schedules::Anneal;
using testing::HasSubstr;

double sigmoid(double logit) {
  return 1 / (1 + std::exp(-logit));
}

double probability(const ControllerInstance& controller, uint64_t step, const std::vector<double>& features = {}) {
  return decide(controller, features, 0.5, step).probabilities[1];
}

TEST(Anneal, MovesEvenlyInTheLogitAndThenStays) {
  // logit p = 2.213 - 1.395 min(step / 5000, 4), the plan tuned for regression.
  const auto controller = make_controller<Anneal>(
      {{"start", sigmoid(2.213)}, {"end", sigmoid(2.213 - 1.395 * 4)}, {"duration", 20000.0}}, {});

  EXPECT_NEAR(probability(controller, 0), sigmoid(2.213), 1e-12);
  EXPECT_NEAR(probability(controller, 5000), sigmoid(2.213 - 1.395), 1e-12);
  EXPECT_NEAR(probability(controller, 20000), sigmoid(2.213 - 5.58), 1e-12);
  EXPECT_NEAR(probability(controller, 90000), sigmoid(2.213 - 5.58), 1e-12);
}

TEST(Anneal, MovesEvenlyInTheProbabilityWhenAsked) {
  const auto controller = make_controller<Anneal>(
      {{"start", 0.2}, {"end", 0.8}, {"duration", 100.0}, {"scale", std::string("linear")}}, {});

  EXPECT_DOUBLE_EQ(probability(controller, 25), 0.35);
}

TEST(Anneal, MovesAlongAFeature) {
  // The stall rule: logit p = 1.680 - .694 (validations since the best) / 30; stall counts them in hundreds.
  const auto controller = make_controller<Anneal>(
      {{"start", sigmoid(1.680)}, {"end", sigmoid(1.680 - 0.694)}, {"duration", 0.3}, {"along", std::string("stall")}},
      {"progress", "stall"});

  EXPECT_NEAR(probability(controller, 7000, {0.9, 0.0}), sigmoid(1.680), 1e-12);
  EXPECT_NEAR(probability(controller, 7000, {0.9, 0.15}), sigmoid(1.680 - 0.347), 1e-12);
}

TEST(Anneal, DrawsWithItsProbability) {
  const auto controller = make_controller<Anneal>({{"start", 0.7}}, {});

  EXPECT_EQ(decide(controller, {}, 0.29).action, 0u);
  EXPECT_EQ(decide(controller, {}, 0.31).action, 1u);
}

TEST(Anneal, NamesTheFeatureThatIsMissing) {
  EXPECT_THAT(message_of([] {
                make_controller<Anneal>({{"along", std::string("stahl")}}, {"stall", "steps"});
              }),
              HasSubstr("along = 'stahl' needs the feature 'stahl'; the features given are stall, steps"));
}

TEST(Anneal, TakesTheOnlyActionThereIs) {
  EXPECT_EQ(decide(make_controller<Anneal>({}, {}, {"only"}), {}, 0.99), (Taken{0, {1}}));
}

TEST(Anneal, RefusesMoreThanTwoActions) {
  EXPECT_THAT(message_of([] { make_controller<Anneal>({}, {}, {"a", "b", "c"}); }), HasSubstr("is given 3 (a, b, c)"));
}

}  // namespace
}  // namespace autoloss::test
