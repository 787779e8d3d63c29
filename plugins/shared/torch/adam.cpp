#include "plugins/shared/torch/adam.hpp"

#include <cmath>

#include "plugins/shared/torch/tensor_state.hpp"

namespace autoloss::torch_parts {

Adam::Adam(const AdamSettings& settings, const ParameterGroup& group)
    : settings_(settings), mean_(at::zeros_like(group.flat())), square_(at::zeros_like(group.flat())) {}

void Adam::step(const ParameterGroup& group, const at::Tensor& gradient) {
  const at::NoGradGuard no_gradient;
  ++steps_;
  const double mean_share = 1.0 - std::pow(settings_.beta1, static_cast<double>(steps_));
  const double square_share = 1.0 - std::pow(settings_.beta2, static_cast<double>(steps_));

  mean_.mul_(settings_.beta1).add_(gradient, 1.0 - settings_.beta1);
  square_.mul_(settings_.beta2).addcmul_(gradient, gradient, 1.0 - settings_.beta2);
  const at::Tensor scale = square_.sqrt().div_(std::sqrt(square_share)).add_(settings_.epsilon);
  at::Tensor parameters = group.flat();
  parameters.addcdiv_(mean_, scale, -settings_.learning_rate / mean_share);
}

void Adam::save(sdk::Writer& writer) const {
  writer.value(steps_);
  save_tensor(writer, mean_);
  save_tensor(writer, square_);
}

void Adam::load(sdk::Reader& reader) {
  steps_ = reader.value<int64_t>();
  load_tensor(reader, mean_);
  load_tensor(reader, square_);
}

}  // namespace autoloss::torch_parts
