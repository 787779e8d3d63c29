#include "plugins/shared/adam.hpp"

#include <gtest/gtest.h>

namespace autoloss::controllers {
namespace {

TEST(Adam, TakesTheStepsWorkedByHand) {
  Adam adam({.learning_rate = 0.1, .learning_rate_end = 1, .beta1 = 0.9, .beta2 = 0.99, .epsilon = 1e-8}, 1);
  std::vector<double> parameter{1};

  adam.ascend(parameter, std::vector<double>{2}, 0);
  // Mean .2 / (1 - .9) = 2, square .04 / (1 - .99) = 4: the step is .1 * 2 / 2.
  EXPECT_NEAR(parameter[0], 1.1, 1e-9);

  adam.ascend(parameter, std::vector<double>{-1}, 0);
  // Mean (.9 * .2 - .1) / (1 - .81), square (.99 * .04 + .01) / (1 - .9801).
  EXPECT_NEAR(parameter[0], 1.1 + 0.1 * (0.08 / 0.19) / std::sqrt(0.0496 / 0.0199), 1e-9);
}

TEST(Adam, LearningRateFallsAlongALine) {
  const Adam adam({.learning_rate = 0.2, .learning_rate_end = 0.1}, 1);

  EXPECT_DOUBLE_EQ(adam.learning_rate(0), 0.2);
  EXPECT_DOUBLE_EQ(adam.learning_rate(0.5), 0.2 * 0.55);
  EXPECT_DOUBLE_EQ(adam.learning_rate(1), 0.2 * 0.1);
}

}  // namespace
}  // namespace autoloss::controllers
