#include "core/stats/descriptive.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

namespace autoloss {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST(Mean, IsTheSumOverTheCount) {
  EXPECT_DOUBLE_EQ(mean(std::array{2.0, 4.0, 9.0}), 5.0);
}

TEST(Mean, OfNothingIsNan) {
  EXPECT_TRUE(std::isnan(mean({})));
}

TEST(StandardDeviation, DividesByOneLessThanTheCount) {
  // Squares about 5: 9 1 1 1 0 0 4 16 = 32, over 7.
  EXPECT_DOUBLE_EQ(standard_deviation(std::array{2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0}), std::sqrt(32.0 / 7.0));
}

TEST(StandardDeviation, KeepsItsDigitsFarFromZero) {
  // NIST StRD, data set NumAcc3 in small: 1000000.2 between 1000000.1 and 1000000.3 has standard deviation 0.1.
  std::vector<double> values{1000000.2};
  for (int pair = 0; pair < 500; ++pair) values.insert(values.end(), {1000000.1, 1000000.3});

  EXPECT_NEAR(standard_deviation(values), 0.1, 1e-9);
}

TEST(StandardDeviation, OfOneValueIsNan) {
  EXPECT_TRUE(std::isnan(standard_deviation(std::array{3.0})));
}

TEST(Quantile, InterpolatesAsTypeSevenOfHyndmanAndFan) {
  const std::array values{15.0, 20.0, 35.0, 40.0, 50.0};

  // R: quantile(c(15, 20, 35, 40, 50), c(0, .05, .3, .4, .5, 1))
  EXPECT_DOUBLE_EQ(quantile(values, 0.0), 15.0);
  EXPECT_DOUBLE_EQ(quantile(values, 0.05), 16.0);
  EXPECT_DOUBLE_EQ(quantile(values, 0.3), 23.0);
  EXPECT_DOUBLE_EQ(quantile(values, 0.4), 29.0);
  EXPECT_DOUBLE_EQ(quantile(values, 0.5), 35.0);
  EXPECT_DOUBLE_EQ(quantile(values, 1.0), 50.0);
}

TEST(Quantile, StandsBesideInfiniteValues) {
  const std::array values{kInfinity, 1.0, 2.0, 3.0, kInfinity};

  EXPECT_DOUBLE_EQ(quantile(values, 0.5), 3.0);
  EXPECT_EQ(quantile(values, 0.9), kInfinity);
}

TEST(Quantile, RefusesAProbabilityAboveOne) {
  EXPECT_THROW(quantile(std::array{1.0, 2.0}, 1.5), std::invalid_argument);
}

TEST(Median, IsTheMeanOfTheTwoInTheMiddle) {
  EXPECT_DOUBLE_EQ(median(std::array{7.0, 1.0, 4.0, 2.0}), 3.0);
}

TEST(InterquartileMean, DropsAQuarterAtEachEnd) {
  // 12 values, 3 dropped at each end: (5 + 6 + 6 + 7 + 7 + 8) / 6.
  const std::array values{5.0, 8.0, 4.0, 38.0, 8.0, 6.0, 9.0, 7.0, 7.0, 3.0, 1.0, 6.0};

  EXPECT_DOUBLE_EQ(interquartile_mean(values), 6.5);
}

TEST(InterquartileMean, StaysFiniteWhileFewRunsDiverged) {
  EXPECT_DOUBLE_EQ(interquartile_mean(std::array{1.0, 2.0, 4.0, kInfinity}), 3.0);
}

}  // namespace
}  // namespace autoloss
