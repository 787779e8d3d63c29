// The two networks of a DCGAN (Radford, Metz, Chintala 2016), as functions of their parameters.
#ifndef AUTOLOSS_GAN_NETWORKS_HPP
#define AUTOLOSS_GAN_NETWORKS_HPP

#include "plugins/shared/torch/parameter_group.hpp"
#include "plugins/tasks/gan/images.hpp"

namespace autoloss::gan {

using torch_parts::ParameterGroup;
using torch_parts::Shape;
using Tensors = std::vector<at::Tensor>;

enum class Activation { kRelu, kLeakyRelu };
enum class Initial { kFanIn, kNormal };  // U(+-1/sqrt(inputs)); N(0, .02) as in the DCGAN paper. Biases 0.

struct NetworkSettings {
  int64_t filters = 16;  // of the layer next to the image; twice as many a level further in
  bool batch_norm = false;
  Activation activation = Activation::kLeakyRelu;
};

// Heights of the layers from the innermost to the image: 4 7 14, 7 14 28, 4 8 16 32. Each convolution halves, rounding
// up, with a kernel of 5 or 4; where an odd height is halved, 5 or 3.
std::vector<int64_t> level_sizes(int64_t image_size);

// Noise to images in [-1, 1]: a full layer, then transposed convolutions. Batch normalisation uses the batch at hand,
// in evaluation too: averaged weights have no running statistics of their own.
class Generator {
 public:
  Generator() = default;
  Generator(const NetworkSettings& settings, ImageShape shape, int64_t noise, int64_t kernel);

  std::vector<Shape> shapes() const;
  void initialise(ParameterGroup& group, Initial initial, at::Generator draws) const;
  at::Tensor images(const Tensors& parameters, const at::Tensor& noise) const;

 private:
  int64_t channels(std::size_t level) const;

  NetworkSettings settings_;
  ImageShape shape_;
  int64_t noise_ = 0, kernel_ = 4;
  std::vector<int64_t> sizes_;
};

// Images to logits: positive says real. Convolutions, then a full layer; no batch normalisation after the first.
class Discriminator {
 public:
  Discriminator() = default;
  Discriminator(const NetworkSettings& settings, ImageShape shape, int64_t kernel);

  std::vector<Shape> shapes() const;
  void initialise(ParameterGroup& group, Initial initial, at::Generator draws) const;
  at::Tensor logits(const Tensors& parameters, const at::Tensor& images) const;
  // Of two batches, in one pass where no batch normalisation mixes the images of a pass.
  std::pair<at::Tensor, at::Tensor> logits(const Tensors& parameters, const at::Tensor& real,
                                           const at::Tensor& fake) const;

 private:
  int64_t channels(std::size_t level) const;

  NetworkSettings settings_;
  ImageShape shape_;
  int64_t kernel_ = 4;
  std::vector<int64_t> sizes_;
};

}  // namespace autoloss::gan

#endif
