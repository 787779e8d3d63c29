#include "plugins/tasks/regression/quadratic_form.hpp"

#include <algorithm>

#include "plugins/tasks/regression/kernels.hpp"

namespace autoloss::regression {

std::size_t QuadraticForm::parameter_count() const {
  return dimensions * (dimensions + 1) + (intercept ? 1 : 0);
}
std::size_t QuadraticForm::blocks() const {
  return (stored_count() + kBlock - 1) / kBlock;
}
std::size_t QuadraticForm::padded_count() const {
  return blocks() * kBlock;
}

void QuadraticForm::expand(std::span<const float> u, float* features) const {
  float* place = features;
  for (std::size_t row = 0; row < dimensions; ++row) {
    const float scaled = static_cast<float>(scale) * u[row];
    *place++ = scaled * u[row];
    for (std::size_t column = row + 1; column < dimensions; ++column) *place++ = 2.0f * scaled * u[column];
  }
  place = std::copy(u.begin(), u.end(), place);
  if (intercept) *place++ = 1.0f;
  std::fill(place, features + padded_count(), 0.0f);
}

AlignedFloats QuadraticForm::copies() const {
  AlignedFloats copies(padded_count(), 0.0f);
  auto place = copies.begin();
  for (std::size_t row = 0; row < dimensions; ++row) {
    *place++ = 1.0f;
    place = std::fill_n(place, dimensions - row - 1, 2.0f);
  }
  std::fill_n(place, stored_count() - triangle_count(), 1.0f);
  return copies;
}

double population_excess(const QuadraticForm& form, std::span<const float> theta, std::span<const double> weights) {
  constexpr double kSecond = 25.0 / 3.0;  // E u^2
  constexpr double kFourth = 125.0;       // E u^4

  double squares = 0, mixed = 0, trace = 0;
  std::size_t place = 0;
  for (std::size_t row = 0; row < form.dimensions; ++row) {
    for (std::size_t column = row; column < form.dimensions; ++column) {
      const double a = form.scale * (row == column ? 1.0 : 2.0) * static_cast<double>(theta[place++]);
      (row == column ? squares : mixed) += a * a;
      if (row == column) trace += a;
    }
  }
  double linear = 0;
  for (std::size_t i = 0; i < form.dimensions; ++i) {
    const double difference = static_cast<double>(theta[place++]) - weights[i];
    linear += difference * difference;
  }
  const double constant = form.intercept ? static_cast<double>(theta[place]) : 0.0;

  // The diagonal terms meet each other: E[u_i^2 u_j^2] is kSecond^2, and kFourth where i = j.
  const double quadratic = kSecond * kSecond * (mixed + trace * trace) + (kFourth - kSecond * kSecond) * squares;
  return quadratic + kSecond * linear + constant * constant + 2.0 * constant * kSecond * trace;
}

}  // namespace autoloss::regression
