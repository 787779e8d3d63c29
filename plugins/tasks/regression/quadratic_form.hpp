// The model: f(u) = scale * u'Au + b'u (+ c).
#ifndef AUTOLOSS_REGRESSION_QUADRATIC_FORM_HPP
#define AUTOLOSS_REGRESSION_QUADRATIC_FORM_HPP

#include <cstddef>
#include <span>

#include "plugins/shared/training/aligned.hpp"

namespace autoloss::regression {

using training::AlignedFloats;

// How the parameters of the model lie in one vector, and what they multiply: first the upper triangle of A by rows,
// then b, then c, then zeros up to a whole block of the kernels. A starts symmetric and then stays so, as A_ij and A_ji
// have the same gradient in every loss: one number is stored for the two.
struct QuadraticForm {
  std::size_t dimensions = 0;
  double scale = 0.1;  // the authors' published code divides by 10
  bool intercept = false;

  std::size_t parameter_count() const;  // of the model
  std::size_t triangle_count() const { return dimensions * (dimensions + 1) / 2; }
  std::size_t stored_count() const { return triangle_count() + dimensions + (intercept ? 1 : 0); }
  std::size_t blocks() const;
  std::size_t padded_count() const;

  // Writes what the stored numbers multiply at input u; features has padded_count() numbers.
  void expand(std::span<const float> u, float* features) const;
  // How many parameters of the model each stored number stands for: 2 for A_ij with i < j, 0 in the padding.
  AlignedFloats copies() const;

  bool operator==(const QuadraticForm&) const = default;
};

// E[(f(u) - weights'u)^2] over u ~ U[-5, 5]^dimensions: what the model with parameters theta has to lose on the
// population that the data generator draws from, its noise left out. In closed form: odd moments vanish.
double population_excess(const QuadraticForm& form, std::span<const float> theta, std::span<const double> weights);

}  // namespace autoloss::regression

#endif
