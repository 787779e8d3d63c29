// The arithmetic between two products of a GRU, in vector code.
#ifndef AUTOLOSS_NMT_MODEL_GRU_KERNELS_HPP
#define AUTOLOSS_NMT_MODEL_GRU_KERNELS_HPP

#include <cstddef>

namespace autoloss::nmt {

// Rows of `hidden` numbers, `sentences` of them; gates have three such parts in a row: reset, update, new.
struct GruShape {
  std::size_t sentences, hidden;
};

// What a step forward leaves for the way back: four parts in a row, the gates and the state's part of the new one.
constexpr std::size_t kGruTrace = 4;

// A step of a GRU (Cho et al. 2014, as LibTorch computes it):
//   r = sigmoid(i_r + h_r), z = sigmoid(i_z + h_z), n = tanh(i_n + r h_n), state = n + z (previous - n)
//   from_input, from_state  i and h, products with their biases
//   trace                   receives r, z, n, h_n; may be nullptr
void gru_step(GruShape shape, const float* from_input, const float* from_state, const float* previous, float* trace,
              float* state);

// The way back of one step.
//   slope        in: of the loss by the state, from the places behind; receives that by the previous state, but for
//   what
//                comes through h
//   from_output  the slope by the state from what reads it at this place
//   input_slope, state_slope  receive those by i and h
void gru_step_back(GruShape shape, const float* trace, const float* previous, const float* from_output, float* slope,
                   float* input_slope, float* state_slope);

}  // namespace autoloss::nmt

#endif
