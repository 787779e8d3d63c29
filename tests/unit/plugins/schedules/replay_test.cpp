#include "plugins/schedules/replay/replay.hpp"

#include <gmock/gmock.h>

#include "tests/unit/plugins/support/controller_harness.hpp"

namespace autoloss::test {
namespace {

using schedules::Replay;
using testing::DoubleNear;
using testing::ElementsAre;
using testing::HasSubstr;

ControllerInstance replay_trace(std::vector<double> actions) {
  return make_controller<Replay>({{"actions", std::move(actions)}}, {});
}
ControllerInstance replay_profile(std::vector<double> profile, int64_t bin_width) {
  return make_controller<Replay>({{"profile", std::move(profile)}, {"bin_width", bin_width}}, {});
}

TEST(Replay, TakesTheActionsOfATraceOverAndOver) {
  EXPECT_THAT(actions_of(replay_trace({0, 1, 1}), 7), ElementsAre(0, 1, 1, 0, 1, 1, 0));
  EXPECT_EQ(decide(replay_trace({0, 1, 1}), {}, 0.1, 2), (Taken{1, {0, 1}}));
}

TEST(Replay, DrawsWithTheProbabilitiesOfTheBinOfItsStep) {
  const auto controller = replay_profile({1, 0, 0.5, 0.5, 0.2, 0.8}, 10);

  EXPECT_THAT(decide(controller, {}, 0.5, 9).probabilities, ElementsAre(1, 0));
  EXPECT_THAT(decide(controller, {}, 0.5, 10).probabilities, ElementsAre(0.5, 0.5));
  EXPECT_THAT(decide(controller, {}, 0.5, 29).probabilities, ElementsAre(0.2, 0.8));
  EXPECT_EQ(decide(controller, {}, 0.19, 20).action, 0u);
  EXPECT_EQ(decide(controller, {}, 0.21, 20).action, 1u);
}

TEST(Replay, StaysInTheLastBin) {
  EXPECT_THAT(decide(replay_profile({1, 0, 0.2, 0.8}, 10), {}, 0.5, 5000).probabilities, ElementsAre(0.2, 0.8));
}

TEST(Replay, TakesProbabilitiesThatMissOneByRounding) {
  EXPECT_THAT(decide(replay_profile({0.3333, 0.6666}, 10), {}).probabilities,
              ElementsAre(DoubleNear(1.0 / 3, 1e-12), DoubleNear(2.0 / 3, 1e-12)));
}

TEST(Replay, RefusesWhatIsNoTraceAndNoProfile) {
  EXPECT_THAT(message_of([] { make_controller<Replay>({}, {}); }), HasSubstr("given is neither"));
  EXPECT_THAT(
      message_of([] {
        make_controller<Replay>({{"actions", std::vector<double>{0}}, {"profile", std::vector<double>{1, 0}}}, {});
      }),
      HasSubstr("given are both"));
  EXPECT_THAT(message_of([] { replay_trace({0, 2}); }), HasSubstr("at step 1; there are actions 0 to 1"));
  EXPECT_THAT(message_of([] { replay_trace({0.5}); }), HasSubstr("at step 0"));
  EXPECT_THAT(message_of([] { replay_profile({1, 0, 1}, 10); }), HasSubstr("profile has 3 numbers"));
  EXPECT_THAT(message_of([] { replay_profile({1, 0, 0.5, 0.6}, 10); }), HasSubstr("bin 1 of profile sums to 1.1"));
}

}  // namespace
}  // namespace autoloss::test
