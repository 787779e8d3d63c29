#include "plugins/schedules/mixture/mixture.hpp"

#include <gmock/gmock.h>

#include "tests/unit/plugins/support/controller_harness.hpp"

namespace autoloss::test {
namespace {

using schedules::Mixture;
using testing::DoubleEq;
using testing::ElementsAre;
using testing::HasSubstr;

const std::vector<std::string> kThree{"mt", "ner", "pos"};

std::vector<double> probabilities(const ControllerInstance& controller, uint64_t step,
                                  const std::vector<double>& features = {}) {
  return decide(controller, features, 0.5, step).probabilities;  // the horizon is 1000
}

TEST(Mixture, SharesWhatTheFirstLeavesAlike) {
  const auto controller = make_controller<Mixture>({{"start", 0.5}}, {}, kThree);

  EXPECT_THAT(probabilities(controller, 0), ElementsAre(0.5, 0.25, 0.25));
  EXPECT_THAT(probabilities(controller, 900), ElementsAre(0.5, 0.25, 0.25));
}

TEST(Mixture, GivesTheSecondItsShareOfTheOthers) {
  const auto controller = make_controller<Mixture>({{"start", 0.5}, {"second", 0.25}}, {}, kThree);

  EXPECT_THAT(probabilities(controller, 0), ElementsAre(0.5, 0.125, 0.375));
}

TEST(Mixture, MovesEvenlyAndStays) {
  const auto controller =
      make_controller<Mixture>({{"start", 0.8}, {"end", 0.2}, {"from", 0.5}, {"length", 0.25}}, {}, kThree);

  EXPECT_THAT(probabilities(controller, 500)[0], DoubleEq(0.8));
  EXPECT_THAT(probabilities(controller, 625)[0], DoubleEq(0.5));
  EXPECT_THAT(probabilities(controller, 800)[0], DoubleEq(0.2));
}

TEST(Mixture, JumpsToTheFirstAlone) {
  const auto controller =
      make_controller<Mixture>({{"start", 0.4}, {"end", 1.0}, {"from", 0.5}, {"length", 0.0}}, {}, kThree);

  EXPECT_THAT(probabilities(controller, 499)[0], DoubleEq(0.4));
  EXPECT_THAT(probabilities(controller, 500), ElementsAre(1, 0, 0));
}

TEST(Mixture, BeginsWithWhatAFeatureSays) {
  const auto controller = make_controller<Mixture>({{"start_by", std::string("signal.pairs_share")}},
                                                   {"stall", "signal.pairs_share"}, kThree);

  EXPECT_THAT(probabilities(controller, 0, {0.0, 0.2}), ElementsAre(DoubleEq(0.2), DoubleEq(0.4), DoubleEq(0.4)));
}

TEST(Mixture, NamesTheFeatureThatIsNotThere) {
  try {
    make_controller<Mixture>({{"start_by", std::string("signal.pairs_share")}}, {"stall"}, kThree);
    FAIL();
  } catch (const AutolossError& error) {
    EXPECT_THAT(error.what(), HasSubstr("needs the feature 'signal.pairs_share'"));
  }
}

TEST(Mixture, DrawsByItsShares) {
  const auto controller = make_controller<Mixture>({{"start", 0.5}}, {}, kThree);

  EXPECT_EQ(decide(controller, {}, 0.4).action, 0u);
  EXPECT_EQ(decide(controller, {}, 0.6).action, 1u);
  EXPECT_EQ(decide(controller, {}, 0.8).action, 2u);
}

TEST(Mixture, TakesTheOnlyAction) {
  const auto controller = make_controller<Mixture>({{"start", 0.1}}, {}, {"mt"});

  EXPECT_THAT(probabilities(controller, 0), ElementsAre(1));
}

}  // namespace
}  // namespace autoloss::test
