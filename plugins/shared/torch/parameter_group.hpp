// The parameters of a network, or of a part of one that is updated as a whole.
#ifndef AUTOLOSS_SHARED_TORCH_PARAMETER_GROUP_HPP
#define AUTOLOSS_SHARED_TORCH_PARAMETER_GROUP_HPP

#include <vector>

#include "plugins/shared/torch/torch.hpp"

namespace autoloss::torch_parts {

using Shape = std::vector<int64_t>;

// Tensors that lie one after the other in one vector, so that an update, an average or a copy of all of them is one
// operation and not one a tensor. Not thread-safe.
class ParameterGroup {
 public:
  ParameterGroup() = default;
  // All zero; float.
  explicit ParameterGroup(const std::vector<Shape>& shapes, at::Device device = at::kCPU);

  // The tensors to compute with: those that gradients are taken by, and the same memory without gradients, for where
  // this group is a constant.
  const std::vector<at::Tensor>& leaves() const { return leaves_; }
  const std::vector<at::Tensor>& constants() const { return constants_; }

  // All parameters as one vector; writing into it changes them. Has no gradient.
  const at::Tensor& flat() const { return flat_; }
  int64_t size() const { return flat_.defined() ? flat_.numel() : 0; }

  // The gradient of a loss by all parameters, as one vector. The graph of the loss is used up. A tensor that the loss
  // does not depend on gets zeros.
  at::Tensor gradient(const at::Tensor& loss) const;
  // The same, where the loss depends on several groups: one pass, a gradient each.
  static std::vector<at::Tensor> gradients(const at::Tensor& loss, const std::vector<const ParameterGroup*>& groups);

  // A group of the same shapes and values in memory of its own.
  ParameterGroup clone() const;

 private:
  at::Tensor flatten(const std::vector<at::Tensor>& gradients, std::size_t first) const;

  at::Tensor flat_;
  std::vector<at::Tensor> leaves_, constants_;
};

}  // namespace autoloss::torch_parts

#endif
