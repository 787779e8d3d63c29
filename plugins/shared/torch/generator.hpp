// Random numbers for tensors: a generator for each purpose of an instance, never LibTorch's global one.
#ifndef AUTOLOSS_SHARED_TORCH_GENERATOR_HPP
#define AUTOLOSS_SHARED_TORCH_GENERATOR_HPP

#include "plugins/shared/torch/torch.hpp"

namespace autoloss::torch_parts {

// A generator of the device, of that seed. Equal seeds give equal draws, whatever else runs in the process. Every
// operator that draws takes a generator as an argument (at::randn, bernoulli_, normal_, ...); the ones that do not
// (at::dropout) draw from the global one and are not to be used.
at::Generator make_generator(uint64_t seed, at::Device device = at::kCPU);

// One that goes on as this one would. Not generator.clone(), see make_generator().
at::Generator copy_of(const at::Generator& generator);

// Sets each element to 0 with that probability, and scales the others so that the mean stays: dropout in training.
at::Tensor dropout(const at::Tensor& input, double probability, at::Generator generator);

}  // namespace autoloss::torch_parts

#endif
