#include "plugins/shared/torch/tensor_state.hpp"

namespace autoloss::torch_parts {

void save_tensor(sdk::Writer& writer, const at::Tensor& tensor) {
  const at::Tensor bytes = tensor.detach().to(at::kCPU).contiguous();
  writer.values(std::span(static_cast<const char*>(bytes.data_ptr()), bytes.nbytes()));
}

void load_tensor(sdk::Reader& reader, const at::Tensor& tensor) {
  const at::NoGradGuard no_gradient;
  at::Tensor saved = at::empty(tensor.sizes(), tensor.options().device(at::kCPU).requires_grad(false));
  const std::vector<char> bytes = reader.values<char>(saved.nbytes());
  std::copy(bytes.begin(), bytes.end(), static_cast<char*>(saved.data_ptr()));
  at::Tensor target = tensor.detach();
  target.copy_(saved);
}

void save_generator(sdk::Writer& writer, const at::Generator& generator) {
  save_tensor(writer, generator.get_state());
}

void load_generator(sdk::Reader& reader, at::Generator& generator) {
  at::Tensor state = generator.get_state();
  load_tensor(reader, state);
  try {
    generator.set_state(state);
  } catch (const c10::Error&) {
    throw sdk::Error(AUTOLOSS_BAD_DATA, "the state holds no state of a random generator where one belongs");
  }
}

}  // namespace autoloss::torch_parts
