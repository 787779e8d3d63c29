// A recurrent layer in one direction.
#ifndef AUTOLOSS_NMT_MODEL_RECURRENT_HPP
#define AUTOLOSS_NMT_MODEL_RECURRENT_HPP

#include "plugins/shared/torch/torch.hpp"
#include "plugins/tasks/nmt/model/network_settings.hpp"

namespace autoloss::nmt {

// Of H units that read I numbers; G gates: 3 of a GRU, 4 of an LSTM, in LibTorch's order.
struct LayerWeights {
  at::Tensor input;        // [G H, I]
  at::Tensor hidden;       // [G H, H]
  at::Tensor input_bias;   // [G H]
  at::Tensor hidden_bias;  // [G H]
};

// [B, H]; an LSTM has both.
struct LayerState {
  at::Tensor hidden, memory;
};

struct LayerResult {
  at::Tensor outputs;  // [T, B, H]
  LayerState last;
};

inline int64_t gates_of(Cell cell) {
  return cell == Cell::kGru ? 3 : 4;
}

// Reads inputs [T, B, I] from the first place to the last.
LayerResult run_layer(Cell cell, const at::Tensor& inputs, const LayerState& first, const LayerWeights& weights);

}  // namespace autoloss::nmt

#endif
