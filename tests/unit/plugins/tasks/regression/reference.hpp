// The regression model in double precision and plain loops, with the full matrix A: what the vector code is held to.
#ifndef AUTOLOSS_TESTS_REGRESSION_REFERENCE_HPP
#define AUTOLOSS_TESTS_REGRESSION_REFERENCE_HPP

#include <cmath>
#include <span>
#include <vector>

#include "plugins/tasks/regression/quadratic_form.hpp"
#include "plugins/tasks/regression/source.hpp"

namespace autoloss::regression::test {

// The parameters of the model, unfolded: A by rows, then b, then c.
inline std::vector<double> unfold(const QuadraticForm& form, std::span<const float> stored) {
  const std::size_t d = form.dimensions;
  std::vector<double> parameters(form.parameter_count());
  std::size_t place = 0;
  for (std::size_t i = 0; i < d; ++i)
    for (std::size_t j = i; j < d; ++j) parameters[i * d + j] = parameters[j * d + i] = stored[place++];
  for (std::size_t k = d * d; k < parameters.size(); ++k) parameters[k] = stored[place++];
  return parameters;
}

inline double predict(const QuadraticForm& form, std::span<const double> parameters, std::span<const float> u) {
  const std::size_t d = form.dimensions;
  double value = form.intercept ? parameters.back() : 0.0;
  for (std::size_t i = 0; i < d; ++i) {
    value += parameters[d * d + i] * u[i];
    for (std::size_t j = 0; j < d; ++j) value += form.scale * parameters[i * d + j] * u[i] * u[j];
  }
  return value;
}

inline double mse(const QuadraticForm& form, std::span<const double> parameters, const Rows& rows) {
  double squares = 0;
  for (std::size_t row = 0; row < rows.count; ++row)
    squares += std::pow(predict(form, parameters, rows.input(row)) - rows.targets[row], 2);
  return squares / static_cast<double>(rows.count);
}

inline double l1_norm(std::span<const double> parameters) {
  double sum = 0;
  for (const double parameter : parameters) sum += std::abs(parameter);
  return sum;
}

// Central differences of any function of the unfolded parameters.
template <class Function>
std::vector<double> numeric_gradient(std::vector<double> at, const Function& function) {
  constexpr double kStep = 1e-5;
  std::vector<double> gradient;
  for (double& parameter : at) {
    const double here = parameter;
    parameter = here + kStep;
    const double above = function(at);
    parameter = here - kStep;
    const double below = function(at);
    parameter = here;
    gradient.push_back((above - below) / (2 * kStep));
  }
  return gradient;
}

inline double norm(std::span<const double> values) {
  double squares = 0;
  for (const double value : values) squares += value * value;
  return std::sqrt(squares);
}

}  // namespace autoloss::regression::test

#endif
