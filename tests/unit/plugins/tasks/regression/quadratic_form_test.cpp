#include "plugins/tasks/regression/quadratic_form.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <autoloss/cpp/random.hpp>
#include <cmath>
#include <numeric>

#include "reference.hpp"

namespace autoloss::regression {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;

AlignedFloats random_parameters(const QuadraticForm& form, uint64_t seed) {
  sdk::Stream stream(seed);
  AlignedFloats theta(form.padded_count(), 0.0f);
  for (std::size_t i = 0; i < form.stored_count(); ++i) theta[i] = static_cast<float>(0.3 * stream.normal());
  return theta;
}

TEST(QuadraticForm, StoresTheTriangleOfTheMatrixThenTheRest) {
  const QuadraticForm form{.dimensions = 16};

  EXPECT_EQ(form.parameter_count(), 256u + 16u);
  EXPECT_EQ(form.stored_count(), 136u + 16u);
  EXPECT_EQ(form.padded_count(), 160u);
}

TEST(QuadraticForm, ExpandsAnInputIntoWhatTheParametersMultiply) {
  const QuadraticForm form{.dimensions = 2, .scale = 0.5, .intercept = true};
  AlignedFloats features(form.padded_count(), -1.0f);

  form.expand(std::vector<float>{2.0f, 3.0f}, features.data());

  EXPECT_THAT(std::vector<float>(features.begin(), features.begin() + 6), ElementsAre(2, 6, 4.5, 2, 3, 1));
  EXPECT_THAT(std::vector<float>(features.begin() + 6, features.end()), Each(0));
}

TEST(QuadraticForm, CountsTwoParametersForEachEntryOffTheDiagonal) {
  const QuadraticForm form{.dimensions = 3, .intercept = true};
  const AlignedFloats copies = form.copies();

  EXPECT_THAT(std::vector<float>(copies.begin(), copies.begin() + 10), ElementsAre(1, 2, 2, 1, 2, 1, 1, 1, 1, 1));
  EXPECT_EQ(std::accumulate(copies.begin(), copies.end(), 0.0f), static_cast<float>(form.parameter_count()));
}

TEST(QuadraticForm, PredictsAsTheFullMatrixDoes) {
  const QuadraticForm form{.dimensions = 5, .scale = 0.1, .intercept = true};
  const AlignedFloats theta = random_parameters(form, 3);
  const std::vector<float> u{1.5f, -2.0f, 4.0f, 0.25f, -3.0f};
  AlignedFloats features(form.padded_count());

  form.expand(u, features.data());

  const double folded = std::inner_product(theta.begin(), theta.end(), features.begin(), 0.0);
  EXPECT_NEAR(folded, test::predict(form, test::unfold(form, theta), u), 1e-5);
}

// u^2 against 0 in one dimension: E u^4 = 125. Against x u: plus 25/3 x^2.
TEST(PopulationExcess, IsTheFourthMomentForASquare) {
  const QuadraticForm form{.dimensions = 1, .scale = 1.0};
  const std::vector<float> square{1.0f, 0.0f};

  EXPECT_NEAR(population_excess(form, square, std::vector<double>{0.0}), 125.0, 1e-9);
  EXPECT_NEAR(population_excess(form, square, std::vector<double>{0.3}), 125.0 + 25.0 / 3.0 * 0.09, 1e-9);
}

TEST(PopulationExcess, IsZeroForTheTruth) {
  const QuadraticForm form{.dimensions = 2};
  const std::vector<float> theta{0.0f, 0.0f, 0.0f, 0.25f, -0.5f};

  EXPECT_EQ(population_excess(form, theta, std::vector<double>{0.25, -0.5}), 0.0);
}

TEST(PopulationExcess, AgreesWithTheMeanOverDrawnInputs) {
  const QuadraticForm form{.dimensions = 4, .scale = 0.1, .intercept = true};
  const AlignedFloats theta = random_parameters(form, 5);
  const std::vector<double> parameters = test::unfold(form, theta);
  const std::vector<double> truth{0.1, -0.2, 0.3, 0.4};
  constexpr int kDraws = 400'000;
  sdk::Stream stream(11);

  double sum = 0, squares = 0;
  for (int draw = 0; draw < kDraws; ++draw) {
    std::vector<float> u;
    for (std::size_t i = 0; i < form.dimensions; ++i) u.push_back(static_cast<float>(stream.uniform(-5.0, 5.0)));
    const double target = std::inner_product(u.begin(), u.end(), truth.begin(), 0.0);
    const double square = std::pow(test::predict(form, parameters, u) - target, 2);
    sum += square;
    squares += square * square;
  }

  const double mean = sum / kDraws;
  const double standard_error = std::sqrt((squares / kDraws - mean * mean) / kDraws);
  EXPECT_NEAR(population_excess(form, theta, truth), mean, 4 * standard_error);
  EXPECT_LT(standard_error, 0.01 * mean);
}

}  // namespace
}  // namespace autoloss::regression
