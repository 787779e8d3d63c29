// What the two networks minimise, from D's logits.
#ifndef AUTOLOSS_GAN_LOSSES_HPP
#define AUTOLOSS_GAN_LOSSES_HPP

#include "plugins/shared/torch/torch.hpp"

namespace autoloss::gan {

enum class GeneratorLoss {
  kNonSaturating,  // -E ln D(G(z)): the published code, and common practice
  kMinimax         // E ln(1 - D(G(z))): the paper
};

// -E ln D(x) - E ln(1 - D(G(z))), D's cross entropy.
inline at::Tensor discriminator_loss(const at::Tensor& real_logits, const at::Tensor& fake_logits) {
  return at::softplus(-real_logits).mean() + at::softplus(fake_logits).mean();
}

inline at::Tensor generator_loss(GeneratorLoss kind, const at::Tensor& fake_logits) {
  return kind == GeneratorLoss::kNonSaturating ? at::softplus(-fake_logits).mean() : -at::softplus(fake_logits).mean();
}

}  // namespace autoloss::gan

#endif
