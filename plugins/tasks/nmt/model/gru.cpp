#include "plugins/tasks/nmt/model/gru.hpp"

#include "plugins/tasks/nmt/model/gru_kernels.hpp"

namespace autoloss::nmt {
namespace {

struct Sizes {
  explicit Sizes(const at::Tensor& from_input)
      : places(from_input.size(0)), sentences(from_input.size(1)), hidden(from_input.size(2) / 3) {}
  GruShape shape() const { return {static_cast<std::size_t>(sentences), static_cast<std::size_t>(hidden)}; }
  int64_t states() const { return sentences * hidden; }  // numbers of a place
  int64_t places, sentences, hidden;
};

// trace: [T, B, 4 H] to be filled, or undefined.
at::Tensor run_forward(const at::Tensor& from_input, const at::Tensor& first, const at::Tensor& weight,
                       const at::Tensor& bias, const at::Tensor& trace) {
  const Sizes sizes(from_input);
  const at::Tensor turned = weight.t();
  at::Tensor states = at::empty({sizes.places, sizes.sentences, sizes.hidden}, from_input.options());
  at::Tensor from_state = at::empty({sizes.sentences, 3 * sizes.hidden}, from_input.options());
  at::Tensor previous = first;
  for (int64_t place = 0; place < sizes.places; ++place) {
    at::addmm_out(from_state, bias, previous, turned);
    const at::Tensor state = states.select(0, place);
    float* left = trace.defined() ? trace.data_ptr<float>() + place * kGruTrace * sizes.states() : nullptr;
    gru_step(sizes.shape(), from_input.data_ptr<float>() + place * 3 * sizes.states(), from_state.data_ptr<float>(),
             previous.data_ptr<float>(), left, state.data_ptr<float>());
    previous = state;
  }
  return states;
}

class Gru : public torch::autograd::Function<Gru> {
 public:
  static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& from_input,
                            const at::Tensor& first, const at::Tensor& weight, const at::Tensor& bias) {
    const Sizes sizes(from_input);
    const at::Tensor begin = first.contiguous();
    const at::Tensor trace = at::empty({sizes.places, sizes.sentences, static_cast<int64_t>(kGruTrace) * sizes.hidden},
                                       from_input.options());
    const at::Tensor states = run_forward(from_input.contiguous(), begin, weight, bias, trace);
    context->save_for_backward({trace, begin, weight, states});
    return states;
  }

  static torch::autograd::tensor_list backward(torch::autograd::AutogradContext* context,
                                               torch::autograd::tensor_list gradients) {
    const torch::autograd::variable_list saved = context->get_saved_variables();
    const at::Tensor &trace = saved[0], &first = saved[1], &weight = saved[2], &states = saved[3];
    const at::Tensor from_output = gradients[0].contiguous();
    at::Tensor input_slopes = at::empty({states.size(0), states.size(1), 3 * states.size(2)}, states.options());
    const Sizes sizes(input_slopes);
    at::Tensor state_slopes = at::empty_like(input_slopes);
    at::Tensor slope = at::zeros_like(first);
    for (int64_t place = sizes.places - 1; place >= 0; --place) {
      const at::Tensor previous = place > 0 ? states.select(0, place - 1) : first;
      gru_step_back(sizes.shape(), trace.data_ptr<float>() + place * static_cast<int64_t>(kGruTrace) * sizes.states(),
                    previous.data_ptr<float>(), from_output.data_ptr<float>() + place * sizes.states(),
                    slope.data_ptr<float>(), input_slopes.data_ptr<float>() + place * 3 * sizes.states(),
                    state_slopes.data_ptr<float>() + place * 3 * sizes.states());
      slope.addmm_(state_slopes.select(0, place), weight);
    }
    const at::Tensor flat = state_slopes.view({-1, 3 * sizes.hidden});
    const at::Tensor previous_states =
        sizes.places > 1 ? at::cat({first.unsqueeze(0), states.narrow(0, 0, sizes.places - 1)}) : first;
    return {input_slopes, slope, flat.t().mm(previous_states.reshape({-1, sizes.hidden})), flat.sum(0)};
  }
};

}  // namespace

at::Tensor gru_states(const at::Tensor& from_input, const at::Tensor& first, const at::Tensor& weight,
                      const at::Tensor& bias) {
  if (at::GradMode::is_enabled()) return Gru::apply(from_input, first, weight, bias);
  return run_forward(from_input.contiguous(), first.contiguous(), weight, bias, {});
}

}  // namespace autoloss::nmt
