// A GRU over a whole sequence as one operation.
#ifndef AUTOLOSS_NMT_MODEL_GRU_HPP
#define AUTOLOSS_NMT_MODEL_GRU_HPP

#include "plugins/shared/torch/torch.hpp"

namespace autoloss::nmt {

// The states [T, B, H] that a GRU goes through. LibTorch's own takes a dozen operators at each place, forward and back,
// which is most of the time of a small network; this one takes a product and a kernel.
//   from_input  [T, B, 3 H] the products of the inputs with their bias
//   first       [B, H]
//   weight      [3 H, H], and its bias [3 H]
at::Tensor gru_states(const at::Tensor& from_input, const at::Tensor& first, const at::Tensor& weight,
                      const at::Tensor& bias);

}  // namespace autoloss::nmt

#endif
