// Saved states: tensors and generators, to the bit.
#ifndef AUTOLOSS_SHARED_TORCH_TENSOR_STATE_HPP
#define AUTOLOSS_SHARED_TORCH_TENSOR_STATE_HPP

#include <autoloss/cpp/stream.hpp>

#include "plugins/shared/torch/torch.hpp"

namespace autoloss::torch_parts {

// The elements of a tensor of any type, wherever it lies.
void save_tensor(sdk::Writer& writer, const at::Tensor& tensor);
// Writes the saved elements into a tensor of the same shape and type; Error(AUTOLOSS_BAD_DATA) for another length.
void load_tensor(sdk::Reader& reader, const at::Tensor& tensor);

void save_generator(sdk::Writer& writer, const at::Generator& generator);
// Error(AUTOLOSS_BAD_DATA) for what is no state of such a generator.
void load_generator(sdk::Reader& reader, at::Generator& generator);

}  // namespace autoloss::torch_parts

#endif
