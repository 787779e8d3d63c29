// The paper's synthetic data (appendix A.2): a linear model with Gaussian noise, which a quadratic model overfits.
#ifndef AUTOLOSS_REGRESSION_GENERATOR_HPP
#define AUTOLOSS_REGRESSION_GENERATOR_HPP

#include <cstdint>

#include "plugins/tasks/regression/source.hpp"

namespace autoloss::regression {

struct GeneratorSettings {
  std::size_t dimensions = 16;
  std::size_t rows = 200;  // in each partition
  double noise = 2.0;      // standard deviation

  bool operator==(const GeneratorSettings&) const = default;
};

// w ~ U[-.5, .5]^d; u ~ U[-5, 5]^d; v = w'u + e, e ~ N(0, noise^2). Every row has a random stream of its own: it does
// not change when there are more rows, and keeps its inputs and the sign and order of its noise when the noise grows.
class Generator : public Source {
 public:
  Generator(const GeneratorSettings& settings, uint64_t seed);

  std::size_t dimensions() const override { return settings_.dimensions; }
  std::size_t row_count() const override { return settings_.rows; }
  Rows rows(Partition partition) const override;
  std::span<const double> true_weights() const override { return weights_; }

 private:
  GeneratorSettings settings_;
  uint64_t seed_;
  std::vector<double> weights_;
};

}  // namespace autoloss::regression

#endif
