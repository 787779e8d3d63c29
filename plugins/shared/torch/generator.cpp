#include "plugins/shared/torch/generator.hpp"

#include <ATen/CPUGeneratorImpl.h>

namespace autoloss::torch_parts {

at::Generator make_generator(uint64_t seed, at::Device device) {
  if (device.is_cpu()) return at::make_generator<at::CPUGeneratorImpl>(seed);
  // The class of a GPU's generators is in headers that only a CUDA toolkit can compile. (LibTorch 1.13 never frees what
  // clone() makes: no way for the CPU.)
  at::Generator generator = at::globalContext().defaultGenerator(device).clone();
  generator.set_current_seed(seed);
  return generator;
}

at::Generator copy_of(const at::Generator& generator) {
  at::Generator copy = make_generator(0, generator.device());
  copy.set_state(generator.get_state());
  return copy;
}

at::Tensor dropout(const at::Tensor& input, double probability, at::Generator generator) {
  const double kept = 1.0 - probability;
  return input * at::empty_like(input).bernoulli_(kept, std::move(generator)).div_(kept);
}

}  // namespace autoloss::torch_parts
