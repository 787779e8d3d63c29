// The part of LibTorch that the plugins are written with: tensors, operators and gradients. Precompiled; no modules and
// no optimizers of LibTorch, whose headers take longer to read than all of this.
#ifndef AUTOLOSS_SHARED_TORCH_TORCH_HPP
#define AUTOLOSS_SHARED_TORCH_TORCH_HPP

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <torch/autograd.h>
#include <torch/types.h>

#endif
