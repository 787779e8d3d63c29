#include "plugins/tasks/nmt/model/recurrent.hpp"

#include <array>
#include <tuple>

#include "plugins/tasks/nmt/model/gru.hpp"

namespace autoloss::nmt {

LayerResult run_layer(Cell cell, const at::Tensor& inputs, const LayerState& first, const LayerWeights& weights) {
  if (cell == Cell::kGru) {
    const at::Tensor from_input = at::linear(inputs, weights.input, weights.input_bias);
    const at::Tensor states = gru_states(from_input, first.hidden, weights.hidden, weights.hidden_bias);
    return {states, {states.select(0, states.size(0) - 1), {}}};
  }
  const std::array parameters{weights.input, weights.hidden, weights.input_bias, weights.hidden_bias};
  const std::array state{first.hidden.unsqueeze(0), first.memory.unsqueeze(0)};
  const auto [outputs, hidden, memory] =
      at::lstm(inputs, state, parameters, true, 1, 0.0, at::GradMode::is_enabled(), false, false);
  return {outputs, {hidden.squeeze(0), memory.squeeze(0)}};
}

}  // namespace autoloss::nmt
