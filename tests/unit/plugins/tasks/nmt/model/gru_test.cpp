#include "plugins/tasks/nmt/model/gru.hpp"

#include <gmock/gmock.h>

#include "plugins/shared/torch/generator.hpp"

namespace autoloss::nmt {
namespace {

struct Case {
  explicit Case(int64_t places, int64_t sentences, int64_t hidden) {
    const at::Generator generator = torch_parts::make_generator(1);
    const auto draw = [&](at::IntArrayRef shape) {
      return at::empty(shape).uniform_(-1, 1, generator).requires_grad_();
    };
    inputs = draw({places, sentences, 5});
    first = draw({sentences, hidden});
    input_weight = draw({3 * hidden, 5});
    weight = draw({3 * hidden, hidden});
    input_bias = draw({3 * hidden});
    bias = draw({3 * hidden});
    slopes = draw({places, sentences, hidden}).detach();
  }
  at::Tensor ours() const { return gru_states(at::linear(inputs, input_weight, input_bias), first, weight, bias); }
  at::Tensor theirs() const {
    return std::get<0>(at::gru(inputs, first.unsqueeze(0), {input_weight, weight, input_bias, bias}, true, 1, 0.0, true,
                               false, false));
  }
  std::vector<at::Tensor> gradients(const at::Tensor& states) const {
    return torch::autograd::grad({(states * slopes).sum()}, {inputs, first, input_weight, weight, input_bias, bias});
  }
  at::Tensor inputs, first, input_weight, weight, input_bias, bias, slopes;
};

// Widths of whole vectors, of less than one, and of both.
class Gru : public testing::TestWithParam<int64_t> {};

TEST_P(Gru, GoesThroughTheStatesOfLibTorchs) {
  const Case data(7, 4, GetParam());

  EXPECT_TRUE(at::allclose(data.ours(), data.theirs(), 1e-5, 1e-5));
}

TEST_P(Gru, HasTheGradientsOfLibTorchs) {
  const Case data(7, 4, GetParam());

  const auto ours = data.gradients(data.ours()), theirs = data.gradients(data.theirs());

  for (std::size_t index = 0; index < ours.size(); ++index)
    EXPECT_TRUE(at::allclose(ours[index], theirs[index], 1e-4, 1e-5)) << index;
}

TEST_P(Gru, IsTheSameWithoutGradientsAndForOnePlace) {
  const Case data(1, 3, GetParam());
  const at::Tensor learning = data.ours();
  const at::NoGradGuard no_gradient;

  EXPECT_TRUE(at::equal(data.ours(), learning));
}

INSTANTIATE_TEST_SUITE_P(Widths, Gru, testing::Values(3, 32, 37));

}  // namespace
}  // namespace autoloss::nmt
