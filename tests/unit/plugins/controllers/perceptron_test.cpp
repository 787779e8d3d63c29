#include "plugins/shared/perceptron.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace autoloss::controllers {
namespace {

TEST(Perceptron, ForwardIsWhatItsWeightsSay) {
  const Perceptron network({2, 2, 1}, Activation::kLeakyRelu);
  // Hidden: x0 - x1 + 1 and 2 x0 + 3 x1 - 9; output: 10 h0 + 100 h1 + .5.
  const std::vector<double> parameters{1, 2, -1, 3, 1, -9, 10, 100, 0.5};
  std::vector<double> workspace(network.workspace_size());

  const std::span<const double> outputs = network.forward(parameters, std::vector<double>{1, 2}, workspace);

  ASSERT_EQ(outputs.size(), 1u);
  EXPECT_DOUBLE_EQ(outputs[0], 10 * 0.0 + 100 * (kLeak * -1) + 0.5);
}

TEST(Perceptron, GradientMatchesFiniteDifferences) {
  for (const Activation activation : {Activation::kRelu, Activation::kLeakyRelu, Activation::kTanh}) {
    for (const std::vector<std::size_t>& widths :
         {std::vector<std::size_t>{3, 2}, {3, 5, 2}, {3, 5, 4, 2}, {0, 3, 2}}) {
      const Perceptron network(widths, activation);
      std::vector<double> parameters(network.parameter_count());
      network.initialise(parameters, 7, 1);
      for (std::size_t index = 0; index < parameters.size(); ++index) parameters[index] += 0.01 * double(1 + index % 5);
      const std::vector<double> inputs{0.3, -1.2, 0.7};
      const std::span<const double> given(inputs.data(), widths.front());
      const std::vector<double> weights{1.5, -0.4};
      std::vector<double> workspace(network.workspace_size());
      const auto objective = [&](std::span<const double> at) {
        const std::span<const double> outputs = network.forward(at, given, workspace);
        return weights[0] * outputs[0] + weights[1] * outputs[1];
      };

      objective(parameters);
      std::vector<double> gradient(parameters.size(), 0);
      network.backward(parameters, given, workspace, weights, gradient);

      for (std::size_t index = 0; index < parameters.size(); ++index) {
        std::vector<double> moved = parameters;
        moved[index] += 1e-6;
        const double above = objective(moved);
        moved[index] -= 2e-6;
        EXPECT_NEAR(gradient[index], (above - objective(moved)) / 2e-6, 1e-8);
      }
    }
  }
}

TEST(Perceptron, TanhIsAccurateToTheEndsOfItsRange) {
  const Perceptron network({1, 1, 1}, Activation::kTanh);
  std::vector<double> workspace(network.workspace_size());
  for (const double x : {-800.0, -20.0, -1.0, -1e-6, 0.0, 1e-6, 0.5, 3.0, 800.0}) {
    const std::vector<double> parameters{1, 0, 1, 0};
    EXPECT_NEAR(network.forward(parameters, std::vector<double>{x}, workspace)[0], std::tanh(x), 3e-16) << x;
  }
}

TEST(Perceptron, StartsWithinXaviersLimitsAndWithoutBiases) {
  const Perceptron network({6, 16, 2}, Activation::kRelu);
  std::vector<double> parameters(network.parameter_count());
  network.initialise(parameters, 3, 0.5);

  const double first = std::sqrt(6.0 / (6 + 16));
  const double last = 0.5 * std::sqrt(6.0 / (16 + 2));
  const auto largest = [&](std::size_t begin, std::size_t count) {
    double most = 0;
    for (std::size_t index = begin; index < begin + count; ++index) most = std::max(most, std::abs(parameters[index]));
    return most;
  };
  EXPECT_LE(largest(0, 6 * 16), first);
  EXPECT_GT(largest(0, 6 * 16), 0.9 * first);
  EXPECT_EQ(largest(6 * 16, 16), 0);
  EXPECT_LE(largest(7 * 16, 16 * 2), last);
  EXPECT_GT(largest(7 * 16, 16 * 2), 0.8 * last);
  EXPECT_EQ(largest(7 * 16 + 16 * 2, 2), 0);
}

TEST(Perceptron, StartsOrthogonalWhereAsked) {
  const Perceptron network({3, 5, 2}, Activation::kTanh);
  std::vector<double> parameters(network.parameter_count());
  network.initialise_orthogonal(parameters, 3, 2, 0.1);

  const auto products = [&](std::size_t begin, std::size_t rows, std::size_t columns, bool of_rows) {
    std::vector<double> result;
    const std::size_t count = of_rows ? rows : columns;
    for (std::size_t a = 0; a < count; ++a)
      for (std::size_t b = 0; b < count; ++b) {
        double sum = 0;
        for (std::size_t index = 0; index < (of_rows ? columns : rows); ++index)
          sum += of_rows ? parameters[begin + a * columns + index] * parameters[begin + b * columns + index]
                         : parameters[begin + index * columns + a] * parameters[begin + index * columns + b];
        result.push_back(sum);
      }
    return result;
  };
  const auto near = [](std::vector<double> values) { return testing::Pointwise(testing::DoubleNear(1e-12), values); };
  EXPECT_THAT(products(0, 3, 5, true), near({4, 0, 0, 0, 4, 0, 0, 0, 4}));
  EXPECT_THAT(products(4 * 5, 5, 2, false), near({0.01, 0, 0, 0.01}));
  EXPECT_THAT(std::vector(parameters.begin() + 15, parameters.begin() + 20), testing::Each(0));
}

}  // namespace
}  // namespace autoloss::controllers
