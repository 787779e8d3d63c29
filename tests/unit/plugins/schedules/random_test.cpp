#include "plugins/schedules/random/random.hpp"

#include <gmock/gmock.h>

#include "tests/unit/plugins/support/controller_harness.hpp"

namespace autoloss::test {
namespace {

using schedules::Random;
using testing::Each;

TEST(Random, DrawsAllActionsAlike) {
  const auto controller = make_controller<Random>({}, {}, {"a", "b", "c", "d"});
  std::vector<int> taken(4, 0);
  for (int draw = 0; draw < 400; ++draw) ++taken[decide(controller, {}, (draw + 0.5) / 400).action];

  EXPECT_THAT(taken, Each(100));
  EXPECT_THAT(decide(controller, {}).probabilities, Each(0.25));
}

}  // namespace
}  // namespace autoloss::test
