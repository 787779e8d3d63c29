#include "plugins/tasks/regression/squared_error.hpp"

#include <gtest/gtest.h>

#include <autoloss/cpp/random.hpp>
#include <cmath>
#include <limits>

#include "plugins/tasks/regression/generator.hpp"
#include "reference.hpp"

namespace autoloss::regression {
namespace {

AlignedFloats random_parameters(const QuadraticForm& form) {
  sdk::Stream stream(9);
  AlignedFloats theta(form.padded_count(), 0.0f);
  for (std::size_t i = 0; i < form.stored_count(); ++i) theta[i] = static_cast<float>(0.2 * stream.normal());
  return theta;
}

Rows generated(std::size_t dimensions, std::size_t rows) {
  return Generator({dimensions, rows, 2.0}, 1).rows(Partition::kTaskTrain);
}

// A gradient with respect to the stored numbers: the sum over the parameters that each stands for.
std::vector<double> folded(const QuadraticForm& form, const std::vector<double>& gradient) {
  std::vector<double> sums;
  const std::size_t d = form.dimensions;
  for (std::size_t i = 0; i < d; ++i)
    for (std::size_t j = i; j < d; ++j)
      sums.push_back(i == j ? gradient[i * d + i] : gradient[i * d + j] + gradient[j * d + i]);
  sums.insert(sums.end(), gradient.begin() + static_cast<std::ptrdiff_t>(d * d), gradient.end());
  return sums;
}

template <class Form>
void expect_gradient_agrees(const QuadraticForm& form, const Rows& rows) {
  const Form error(form, rows);
  const AlignedFloats theta = random_parameters(form);
  const auto reference = [&](const std::vector<double>& parameters) { return test::mse(form, parameters, rows); };
  AlignedFloats gradient(form.padded_count());

  const double loss = error.gradient(theta.data(), gradient.data());

  const std::vector<double> parameters = test::unfold(form, theta);
  const std::vector<double> expected = folded(form, test::numeric_gradient(parameters, reference));
  EXPECT_NEAR(loss, reference(parameters), 1e-5 * loss);
  EXPECT_NEAR(error.loss(theta.data()), loss, 1e-5 * loss);
  for (std::size_t i = 0; i < expected.size(); ++i)
    EXPECT_NEAR(gradient[i], expected[i], 1e-4 * test::norm(expected)) << i;
}

TEST(GramMatrix, HasTheGradientOfFiniteDifferences) {
  expect_gradient_agrees<GramMatrix>({.dimensions = 5, .intercept = true}, generated(5, 40));
}

TEST(FeatureMatrix, HasTheGradientOfFiniteDifferences) {
  expect_gradient_agrees<FeatureMatrix>({.dimensions = 5, .intercept = true}, generated(5, 40));
}

TEST(GramMatrix, TakesInMoreRowsThanItSumsAtOnce) {
  expect_gradient_agrees<GramMatrix>({.dimensions = 3}, generated(3, 1000));
}

TEST(SquaredError, IsTheSameForManyRowsAndForFew) {
  expect_gradient_agrees<SquaredError>({.dimensions = 4}, generated(4, 300));
  expect_gradient_agrees<SquaredError>({.dimensions = 4}, generated(4, 2));
}

TEST(SquaredError, StaysWhatItIsWhenItIsNotANumber) {
  const QuadraticForm form{.dimensions = 2};
  AlignedFloats theta(form.padded_count(), 0.0f);
  theta[0] = std::numeric_limits<float>::quiet_NaN();

  EXPECT_TRUE(std::isnan(GramMatrix(form, generated(2, 50)).loss(theta.data())));
}

TEST(SquaredError, OfAPerfectFitIsNotNegative) {
  const QuadraticForm form{.dimensions = 2};
  const Generator generator({2, 100, 0.0}, 4);
  AlignedFloats theta(form.padded_count(), 0.0f);
  theta[3] = static_cast<float>(generator.true_weights()[0]);
  theta[4] = static_cast<float>(generator.true_weights()[1]);

  const double loss = SquaredError(form, generator.rows(Partition::kTest)).loss(theta.data());

  EXPECT_GE(loss, 0.0);
  EXPECT_LT(loss, 1e-5);
}

}  // namespace
}  // namespace autoloss::regression
