#include "plugins/tasks/nmt/model/recurrent.hpp"

#include <array>
#include <tuple>

namespace autoloss::nmt {

LayerResult run_layer(Cell cell, const at::Tensor& inputs, const LayerState& first, const LayerWeights& weights) {
  const std::array parameters{weights.input, weights.hidden, weights.input_bias, weights.hidden_bias};
  const bool learning = at::GradMode::is_enabled();
  if (cell == Cell::kGru) {
    const auto [outputs, last] =
        at::gru(inputs, first.hidden.unsqueeze(0), parameters, true, 1, 0.0, learning, false, false);
    return {outputs, {last.squeeze(0), {}}};
  }
  const std::array state{first.hidden.unsqueeze(0), first.memory.unsqueeze(0)};
  const auto [outputs, hidden, memory] = at::lstm(inputs, state, parameters, true, 1, 0.0, learning, false, false);
  return {outputs, {hidden.squeeze(0), memory.squeeze(0)}};
}

}  // namespace autoloss::nmt
