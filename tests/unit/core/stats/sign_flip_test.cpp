#include "core/stats/sign_flip.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <stdexcept>
#include <vector>

namespace autoloss {
namespace {

// Darwin's maize, crossed minus self-fertilised, in eighths of an inch (Fisher, "The design of experiments", chapter
// 3).
constexpr std::array kMaize{49.0, -67.0, 8.0, 16.0, 6.0, 23.0, 28.0, 41.0, 14.0, 29.0, 56.0, 24.0, 75.0, 60.0, -48.0};

TEST(SignFlip, CountsFishersMaizeExactly) {
  // Section 21 there: 863 of 32,768 sign patterns reach the total of 314, as many reach -314.
  EXPECT_DOUBLE_EQ(sign_flip_p(kMaize, 1), 2 * 863 / 32768.0);
}

TEST(SignFlip, DoesNotAskForTheDirection) {
  std::array<double, kMaize.size()> reversed{};
  for (std::size_t i = 0; i < kMaize.size(); ++i) reversed[i] = -kMaize[i];

  EXPECT_DOUBLE_EQ(sign_flip_p(reversed, 1), sign_flip_p(kMaize, 1));
}

TEST(SignFlip, LeavesOutPairsWithoutADifference) {
  std::vector<double> with_ties(kMaize.begin(), kMaize.end());
  with_ties.insert(with_ties.end(), 100, 0.0);

  EXPECT_DOUBLE_EQ(sign_flip_p(with_ties, 1), sign_flip_p(kMaize, 1));
}

TEST(SignFlip, CountsPatternsThatTieDespiteRounding) {
  // 0.1 + 0.2 is not 0.3 in binary: both patterns with sum ±0.6 and those with the same absolute sum must count.
  EXPECT_DOUBLE_EQ(sign_flip_p(std::array{0.1, 0.2, 0.3}, 1), 2.0 / 8.0);
  EXPECT_DOUBLE_EQ(sign_flip_p(std::array{0.1, 0.2, -0.3}, 1), 1.0);
}

TEST(SignFlip, DrawsPatternsForALongList) {
  // Thirty differences of ±1 with 21 pluses: p = 2 P(at least 21 heads in 30) = 0.0428, counted in R by
  // 2 * pbinom(20, 30, .5, lower.tail = FALSE).
  std::vector<double> differences(21, 1.0);
  differences.insert(differences.end(), 9, -1.0);

  EXPECT_NEAR(sign_flip_p(differences, 1), 0.0427739, 0.002);
  EXPECT_EQ(sign_flip_p(differences, 1), sign_flip_p(differences, 1));
}

TEST(SignFlip, IsNeverZero) {
  EXPECT_DOUBLE_EQ(sign_flip_p(std::vector<double>(300, 1.0), 1), 1e-5);
}

TEST(SignFlip, OfNoDifferencesIsOne) {
  EXPECT_EQ(sign_flip_p({}, 1), 1.0);
  EXPECT_EQ(sign_flip_p(std::array{0.0, 0.0}, 1), 1.0);
}

TEST(SignFlip, RefusesADifferenceThatIsNotFinite) {
  EXPECT_THROW(sign_flip_p(std::array{1.0, std::nan("")}, 1), std::invalid_argument);
}

}  // namespace
}  // namespace autoloss
