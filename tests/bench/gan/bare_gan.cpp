#include "tests/bench/gan/bare_gan.hpp"

#include <torch/optim/adam.h>

#include "plugins/shared/torch/torch.hpp"

namespace autoloss::bench {
namespace {

constexpr int64_t kBatch = 32, kNoise = 64;

at::Tensor weight(at::IntArrayRef shape) {
  return (0.05 * at::randn(shape)).requires_grad_();
}
at::Tensor bias(int64_t size) {
  return at::zeros({size}).requires_grad_();
}
torch::optim::Adam adam(const std::vector<at::Tensor>& parameters) {
  return torch::optim::Adam(parameters, torch::optim::AdamOptions(2e-3).betas({0.5, 0.999}));
}

}  // namespace

struct BareGan::Parts {
  at::Tensor images;
  std::vector<at::Tensor> g{weight({512, kNoise}), bias(512), weight({32, 16, 3, 3}), bias(16),
                            weight({16, 1, 4, 4}), bias(1)};
  std::vector<at::Tensor> d{weight({16, 1, 4, 4}), bias(16), weight({32, 16, 3, 3}), bias(32),
                            weight({1, 512}),      bias(1)};
  torch::optim::Adam g_adam = adam(g), d_adam = adam(d);

  at::Tensor generated() const {
    at::Tensor hidden = at::leaky_relu(at::linear(at::randn({kBatch, kNoise}), g[0], g[1]), .2).view({-1, 32, 4, 4});
    hidden = at::leaky_relu(at::conv_transpose2d(hidden, g[2], g[3], 2, 1), .2);
    return at::tanh(at::conv_transpose2d(hidden, g[4], g[5], 2, 1));
  }
  at::Tensor logits(const at::Tensor& batch, const std::vector<at::Tensor>& w) const {
    at::Tensor hidden = at::leaky_relu(at::conv2d(batch, w[0], w[1], 2, 1), .2);
    hidden = at::leaky_relu(at::conv2d(hidden, w[2], w[3], 2, 1), .2);
    return at::linear(hidden.flatten(1), w[4], w[5]).squeeze(1);
  }
};

BareGan::BareGan(long images) : parts_(std::make_unique<Parts>()) {
  parts_->images = at::randint(256, {images, 1, 14, 14}).to(at::kByte);
}
BareGan::~BareGan() = default;

void BareGan::discriminator_step() {
  Parts& p = *parts_;
  const at::Tensor rows = at::randint(p.images.size(0), {kBatch}, at::kLong);
  const at::Tensor real = p.images.index_select(0, rows).to(at::kFloat).mul_(2.0 / 255).sub_(1);
  at::Tensor fake;
  {
    const at::NoGradGuard no_gradient;
    fake = p.generated();
  }
  const at::Tensor both = p.logits(at::cat({real, fake}), p.d);
  const at::Tensor loss =
      at::softplus(-both.narrow(0, 0, kBatch)).mean() + at::softplus(both.narrow(0, kBatch, kBatch)).mean();
  p.d_adam.zero_grad();
  loss.backward();
  p.d_adam.step();
}

void BareGan::generator_step() {
  Parts& p = *parts_;
  std::vector<at::Tensor> constants;
  for (const at::Tensor& w : p.d) constants.push_back(w.detach());
  const at::Tensor loss = at::softplus(-p.logits(p.generated(), constants)).mean();
  p.g_adam.zero_grad();
  loss.backward();
  p.g_adam.step();
}

}  // namespace autoloss::bench
