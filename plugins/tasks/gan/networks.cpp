#include "plugins/tasks/gan/networks.hpp"

#include <algorithm>
#include <cmath>

namespace autoloss::gan {
namespace {

constexpr double kLeak = 0.2;
constexpr double kNormalDeviation = 0.02;
constexpr double kNormEpsilon = 1e-5;

// Of a convolution that halves `size`, or of the transposed one that leads back to it.
struct Halving {
  int64_t kernel, padding, output_padding;
  Halving(int64_t wanted, int64_t size) {
    const bool odd = size % 2 != 0;
    kernel = wanted == 4 && odd ? 3 : wanted;
    padding = (kernel - 1) / 2;
    output_padding = kernel == 5 && !odd ? 1 : 0;
  }
};

at::Tensor activated(const at::Tensor& input, Activation activation) {
  return activation == Activation::kRelu ? at::relu(input) : at::leaky_relu(input, kLeak);
}

// Takes the parameters of a network in order.
class Reading {
 public:
  explicit Reading(const Tensors& tensors) : tensors_(tensors) {}
  const at::Tensor& next() { return tensors_[place_++]; }
  at::Tensor normalised(const at::Tensor& input) {
    const at::Tensor& scale = next();
    return at::batch_norm(input, scale, next(), {}, {}, true, 0.0, kNormEpsilon, true);
  }

 private:
  const Tensors& tensors_;
  std::size_t place_ = 0;
};

// Sets the parameters of a network in order.
class Initialising {
 public:
  Initialising(ParameterGroup& group, Initial initial, at::Generator draws)
      : tensors_(group.constants()), initial_(initial), draws_(std::move(draws)) {}

  // inputs: numbers that an output is a weighted sum of.
  void weight_and_bias(double inputs) {
    at::Tensor weight = tensors_[place_++];
    const double bound = 1.0 / std::sqrt(inputs);
    if (initial_ == Initial::kFanIn)
      weight.uniform_(-bound, bound, draws_);
    else
      weight.normal_(0.0, kNormalDeviation, draws_);
    tensors_[place_++].zero_();
  }
  void norm() {
    tensors_[place_++].fill_(1);
    tensors_[place_++].zero_();
  }

 private:
  Tensors tensors_;
  Initial initial_;
  at::Generator draws_;
  std::size_t place_ = 0;
};

void add_norm(std::vector<Shape>& shapes, int64_t channels) {
  shapes.insert(shapes.end(), {{channels}, {channels}});
}

}  // namespace

std::vector<int64_t> level_sizes(int64_t image_size) {
  constexpr std::size_t kLeastHalvings = 2;
  constexpr int64_t kInnermost = 7;
  std::vector<int64_t> sizes{image_size};
  while (sizes.back() > kInnermost || sizes.size() <= kLeastHalvings) sizes.push_back((sizes.back() + 1) / 2);
  std::reverse(sizes.begin(), sizes.end());
  return sizes;
}

Generator::Generator(const NetworkSettings& settings, ImageShape shape, int64_t noise, int64_t kernel)
    : settings_(settings), shape_(shape), noise_(noise), kernel_(kernel), sizes_(level_sizes(shape.size)) {}

// Level 0 is the innermost, the last one the image.
int64_t Generator::channels(std::size_t level) const {
  return level + 1 == sizes_.size() ? shape_.channels : settings_.filters << (sizes_.size() - 2 - level);
}

std::vector<Shape> Generator::shapes() const {
  const int64_t inner = channels(0) * sizes_[0] * sizes_[0];
  std::vector<Shape> shapes{{inner, noise_}, {inner}};
  if (settings_.batch_norm) add_norm(shapes, channels(0));
  for (std::size_t level = 1; level < sizes_.size(); ++level) {
    const int64_t kernel = Halving(kernel_, sizes_[level]).kernel;
    shapes.push_back({channels(level - 1), channels(level), kernel, kernel});
    shapes.push_back({channels(level)});
    if (settings_.batch_norm && level + 1 < sizes_.size()) add_norm(shapes, channels(level));
  }
  return shapes;
}

void Generator::initialise(ParameterGroup& group, Initial initial, at::Generator draws) const {
  Initialising parameters(group, initial, std::move(draws));
  parameters.weight_and_bias(static_cast<double>(noise_));
  if (settings_.batch_norm) parameters.norm();
  for (std::size_t level = 1; level < sizes_.size(); ++level) {
    const int64_t kernel = Halving(kernel_, sizes_[level]).kernel;
    constexpr int64_t kStrides = 4;  // a pixel sees a quarter of the kernel's places
    parameters.weight_and_bias(static_cast<double>(channels(level - 1) * kernel * kernel) / kStrides);
    if (settings_.batch_norm && level + 1 < sizes_.size()) parameters.norm();
  }
}

at::Tensor Generator::images(const Tensors& parameters, const at::Tensor& noise) const {
  Reading reading(parameters);
  const at::Tensor& weight = reading.next();
  at::Tensor hidden = at::linear(noise, weight, reading.next()).view({-1, channels(0), sizes_[0], sizes_[0]});
  if (settings_.batch_norm) hidden = reading.normalised(hidden);
  for (std::size_t level = 1; level < sizes_.size(); ++level) {
    const Halving shape(kernel_, sizes_[level]);
    const at::Tensor& kernel = reading.next();
    hidden = at::conv_transpose2d(activated(hidden, settings_.activation), kernel, reading.next(), 2, shape.padding,
                                  shape.output_padding);
    if (settings_.batch_norm && level + 1 < sizes_.size()) hidden = reading.normalised(hidden);
  }
  return at::tanh(hidden);
}

Discriminator::Discriminator(const NetworkSettings& settings, ImageShape shape, int64_t kernel)
    : settings_(settings), shape_(shape), kernel_(kernel), sizes_(level_sizes(shape.size)) {
  std::reverse(sizes_.begin(), sizes_.end());
}

// Level 0 is the image.
int64_t Discriminator::channels(std::size_t level) const {
  return level == 0 ? shape_.channels : settings_.filters << (level - 1);
}

std::vector<Shape> Discriminator::shapes() const {
  std::vector<Shape> shapes;
  for (std::size_t level = 1; level < sizes_.size(); ++level) {
    const int64_t kernel = Halving(kernel_, sizes_[level - 1]).kernel;
    shapes.push_back({channels(level), channels(level - 1), kernel, kernel});
    shapes.push_back({channels(level)});
    if (settings_.batch_norm && level > 1) add_norm(shapes, channels(level));
  }
  shapes.push_back({1, channels(sizes_.size() - 1) * sizes_.back() * sizes_.back()});
  shapes.push_back({1});
  return shapes;
}

void Discriminator::initialise(ParameterGroup& group, Initial initial, at::Generator draws) const {
  Initialising parameters(group, initial, std::move(draws));
  for (std::size_t level = 1; level < sizes_.size(); ++level) {
    const int64_t kernel = Halving(kernel_, sizes_[level - 1]).kernel;
    parameters.weight_and_bias(static_cast<double>(channels(level - 1) * kernel * kernel));
    if (settings_.batch_norm && level > 1) parameters.norm();
  }
  parameters.weight_and_bias(static_cast<double>(channels(sizes_.size() - 1) * sizes_.back() * sizes_.back()));
}

at::Tensor Discriminator::logits(const Tensors& parameters, const at::Tensor& images) const {
  Reading reading(parameters);
  at::Tensor hidden = images;
  for (std::size_t level = 1; level < sizes_.size(); ++level) {
    const at::Tensor& kernel = reading.next();
    hidden = at::conv2d(hidden, kernel, reading.next(), 2, Halving(kernel_, sizes_[level - 1]).padding);
    if (settings_.batch_norm && level > 1) hidden = reading.normalised(hidden);
    hidden = activated(hidden, settings_.activation);
  }
  const at::Tensor& weight = reading.next();
  return at::linear(hidden.flatten(1), weight, reading.next()).squeeze(1);
}

std::pair<at::Tensor, at::Tensor> Discriminator::logits(const Tensors& parameters, const at::Tensor& real,
                                                        const at::Tensor& fake) const {
  if (settings_.batch_norm) return {logits(parameters, real), logits(parameters, fake)};
  const at::Tensor both = logits(parameters, at::cat({real, fake}));
  return {both.narrow(0, 0, real.size(0)), both.narrow(0, real.size(0), fake.size(0))};
}

}  // namespace autoloss::gan
