#include "core/stats/holm.hpp"

#include <gmock/gmock.h>

#include <array>
#include <cmath>
#include <stdexcept>

namespace autoloss {
namespace {

using testing::DoubleEq;
using testing::ElementsAre;
using testing::IsNan;

TEST(Holm, RaisesTheLeastMost) {
  // By hand: 4 · .005, then 3 · .01, then 2 · .03; .04 must not fall below the one before it.
  EXPECT_THAT(holm(std::array{0.01, 0.04, 0.03, 0.005}),
              ElementsAre(DoubleEq(0.03), DoubleEq(0.06), DoubleEq(0.06), DoubleEq(0.02)));
}

TEST(Holm, StaysAtOne) {
  EXPECT_THAT(holm(std::array{0.6, 0.9}), ElementsAre(1.0, 1.0));
}

TEST(Holm, DoesNotCountWhatIsNoTest) {
  EXPECT_THAT(holm(std::array{std::nan(""), 0.02, 0.03}), ElementsAre(IsNan(), DoubleEq(0.04), DoubleEq(0.04)));
}

TEST(Holm, RefusesWhatIsNoProbability) {
  EXPECT_THROW(holm(std::array{1.1}), std::invalid_argument);
}

}  // namespace
}  // namespace autoloss
