#include "plugins/tasks/gan/scores.hpp"

#include <algorithm>
#include <cmath>

namespace autoloss::gan {
namespace {

constexpr double kTiny = 1e-12;  // ln 0 is not wanted

at::Tensor root_of(const at::Tensor& symmetric) {
  const auto [values, vectors] = at::linalg_eigh(symmetric);
  return at::matmul(vectors * values.clamp_min(0).sqrt(), vectors.t());
}

}  // namespace

double inception_score(const at::Tensor& probabilities, int64_t splits) {
  const at::Tensor p = probabilities.to(at::kCPU, at::kDouble);
  const int64_t rows = p.size(0) / splits;
  double sum = 0;
  for (int64_t split = 0; split < splits; ++split) {
    const at::Tensor part = p.narrow(0, split * rows, rows);
    const at::Tensor marginal = part.mean(0, true);
    const at::Tensor divergence = part * ((part + kTiny).log() - (marginal + kTiny).log());
    sum += std::exp(divergence.sum(1).mean().item<double>());
  }
  return sum / static_cast<double>(splits);
}

Gaussian gaussian_of(const at::Tensor& features) {
  const at::Tensor rows = features.to(at::kCPU, at::kDouble);
  const at::Tensor mean = rows.mean(0);
  const at::Tensor centred = rows - mean;
  return {mean, at::matmul(centred.t(), centred) / static_cast<double>(rows.size(0) - 1)};
}

FrechetReference::FrechetReference(Gaussian gaussian)
    : gaussian_(std::move(gaussian)), root_(root_of(gaussian_.covariance)) {}

double FrechetReference::distance(const Gaussian& other) const {
  // tr (S C)^(1/2) is that of (R C R)^(1/2), R the root of S, which is symmetric.
  const at::Tensor product = at::matmul(at::matmul(root_, other.covariance), root_);
  const at::Tensor cross = at::linalg_eigvalsh(product).clamp_min(0).sqrt().sum();
  const at::Tensor distance = (gaussian_.mean - other.mean).square().sum() + gaussian_.covariance.trace() +
                              other.covariance.trace() - 2 * cross;
  return std::max(distance.item<double>(), 0.0);
}

}  // namespace autoloss::gan
