#include "plugins/shared/torch/parameter_group.hpp"

#include <numeric>

namespace autoloss::torch_parts {
namespace {

int64_t size_of(const Shape& shape) {
  return std::accumulate(shape.begin(), shape.end(), int64_t{1}, std::multiplies<>());
}

}  // namespace

ParameterGroup::ParameterGroup(const std::vector<Shape>& shapes, at::Device device) {
  int64_t size = 0;
  for (const Shape& shape : shapes) size += size_of(shape);
  flat_ = at::zeros({size}, at::TensorOptions().dtype(at::kFloat).device(device));

  int64_t begin = 0;
  for (const Shape& shape : shapes) {
    const at::Tensor part = flat_.narrow(0, begin, size_of(shape)).view(shape);
    constants_.push_back(part);
    leaves_.push_back(part.detach().requires_grad_());
    begin += size_of(shape);
  }
}

at::Tensor ParameterGroup::gradient(const at::Tensor& loss) const {
  return gradients(loss, {this}).front();
}

std::vector<at::Tensor> ParameterGroup::gradients(const at::Tensor& loss,
                                                  const std::vector<const ParameterGroup*>& groups) {
  std::vector<at::Tensor> leaves;
  for (const ParameterGroup* group : groups) leaves.insert(leaves.end(), group->leaves_.begin(), group->leaves_.end());
  const std::vector<at::Tensor> found = torch::autograd::grad({loss}, leaves, {}, {}, false, true);

  std::vector<at::Tensor> gradients;
  std::size_t first = 0;
  for (const ParameterGroup* group : groups) {
    gradients.push_back(group->flatten(found, first));
    first += group->leaves_.size();
  }
  return gradients;
}

at::Tensor ParameterGroup::flatten(const std::vector<at::Tensor>& gradients, std::size_t first) const {
  const at::NoGradGuard no_gradient;
  std::vector<at::Tensor> parts;
  for (std::size_t index = 0; index < leaves_.size(); ++index) {
    const at::Tensor& gradient = gradients[first + index];
    parts.push_back(gradient.defined() ? gradient.reshape({-1}) : at::zeros_like(constants_[index]).view({-1}));
  }
  return at::cat(parts);
}

ParameterGroup ParameterGroup::clone() const {
  std::vector<Shape> shapes;
  for (const at::Tensor& part : constants_) shapes.push_back(part.sizes().vec());
  ParameterGroup copy(shapes, flat_.device());
  copy.flat_.copy_(flat_);
  return copy;
}

}  // namespace autoloss::torch_parts
