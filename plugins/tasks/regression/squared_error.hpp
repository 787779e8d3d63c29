// The mean squared error of the model on a set of rows, as a function of the parameters alone.
#ifndef AUTOLOSS_REGRESSION_SQUARED_ERROR_HPP
#define AUTOLOSS_REGRESSION_SQUARED_ERROR_HPP

#include <cstdint>
#include <span>
#include <variant>
#include <vector>

#include "plugins/shared/training/aligned.hpp"
#include "plugins/tasks/regression/quadratic_form.hpp"
#include "plugins/tasks/regression/source.hpp"

namespace autoloss::regression {

// Rows with the features of the model written out.
class FeatureMatrix {
 public:
  FeatureMatrix(const QuadraticForm& form, const Rows& rows);

  std::size_t row_count() const { return targets_.size(); }
  double loss(const float* theta) const;
  double gradient(const float* theta, float* gradient) const;
  // Over some of the rows.
  double gradient(std::span<const uint32_t> rows, const float* theta, float* gradient) const;

 private:
  std::size_t blocks_;
  AlignedFloats features_;
  std::vector<float> targets_;
  std::vector<uint32_t> all_rows_;
};

// Rows folded into the mean products of features and targets: what a step costs no longer depends on how many there
// were. A loss is the small difference of sums as large as the mean square of the targets, so it is good to about
// 1e-6 of that.
class GramMatrix {
 public:
  GramMatrix(const QuadraticForm& form, const Rows& rows);

  double loss(const float* theta) const;
  double gradient(const float* theta, float* gradient) const;

 private:
  std::size_t blocks_;
  AlignedFloats tiles_;
  AlignedFloats moment_;
  double target_square_;
};

// Either of them, whichever has fewer numbers to read. Arrays of parameters are padded as kernels.hpp says. Neither
// call allocates. [thread-safe]
class SquaredError {
 public:
  SquaredError(const QuadraticForm& form, const Rows& rows);

  double loss(const float* theta) const;
  // Writes the gradient and returns the loss.
  double gradient(const float* theta, float* gradient) const;

 private:
  std::variant<GramMatrix, FeatureMatrix> form_;
};

}  // namespace autoloss::regression

#endif
