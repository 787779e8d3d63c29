#include "plugins/shared/torch/generator.hpp"

namespace autoloss::torch_parts {

at::Generator make_generator(uint64_t seed, at::Device device) {
  at::Generator generator = at::globalContext().defaultGenerator(device).clone();
  generator.set_current_seed(seed);
  return generator;
}

at::Tensor dropout(const at::Tensor& input, double probability, at::Generator generator) {
  const double kept = 1.0 - probability;
  return input * at::empty_like(input).bernoulli_(kept, std::move(generator)).div_(kept);
}

}  // namespace autoloss::torch_parts
