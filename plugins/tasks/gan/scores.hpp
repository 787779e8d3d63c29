// How good generated images are, from what a classifier makes of them.
#ifndef AUTOLOSS_GAN_SCORES_HPP
#define AUTOLOSS_GAN_SCORES_HPP

#include "plugins/shared/torch/torch.hpp"

namespace autoloss::gan {

// Inception score (Salimans et al. 2016): exp(E KL(p(y|x) || p(y))), the mean over `splits` equal parts of the rows.
//   probabilities  a row an image, a column a class.
double inception_score(const at::Tensor& probabilities, int64_t splits);

// Mean and covariance of feature rows, in double precision; on the CPU.
struct Gaussian {
  at::Tensor mean, covariance;
};
Gaussian gaussian_of(const at::Tensor& features);

// The images that generated ones are compared with: a Gaussian, and the root of its covariance, which is costly.
class FrechetReference {
 public:
  explicit FrechetReference(Gaussian gaussian);
  // Squared Frechet distance (Heusel et al. 2017): |m - n|^2 + tr(S + C - 2 (S C)^(1/2)), at least 0.
  double distance(const Gaussian& other) const;

 private:
  Gaussian gaussian_;
  at::Tensor root_;
};

}  // namespace autoloss::gan

#endif
