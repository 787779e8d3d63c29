#include "plugins/tasks/nmt/model/gru_kernels.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "plugins/tasks/nmt/model/gru_kernels.cpp"
// The first of these includes this file again, once for each set of instructions.
// clang-format off
#include <hwy/foreach_target.h>
#include <hwy/highway.h>
#include <hwy/contrib/math/math-inl.h>
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace autoloss::nmt {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

template <class D, class V>
HWY_INLINE V Sigmoid(D d, V x) {
  const V one = hn::Set(d, 1.0f);
  return hn::Div(one, hn::Add(one, hn::Exp(d, hn::Neg(x))));
}

// Calls body(tag, place) for all places of a row: whole vectors, then single numbers.
template <class Body>
HWY_INLINE void ForEach(std::size_t count, Body&& body) {
  const hn::ScalableTag<float> wide;
  const hn::CappedTag<float, 1> single;
  std::size_t place = 0;
  for (; place + hn::Lanes(wide) <= count; place += hn::Lanes(wide)) body(wide, place);
  for (; place < count; ++place) body(single, place);
}

void Step(GruShape shape, const float* HWY_RESTRICT from_input, const float* HWY_RESTRICT from_state,
          const float* HWY_RESTRICT previous, float* HWY_RESTRICT trace, float* HWY_RESTRICT state) {
  const std::size_t hidden = shape.hidden;
  for (std::size_t sentence = 0; sentence < shape.sentences; ++sentence) {
    const float* i = from_input + sentence * 3 * hidden;
    const float* h = from_state + sentence * 3 * hidden;
    const float* before = previous + sentence * hidden;
    float* to = state + sentence * hidden;
    float* left = trace == nullptr ? nullptr : trace + sentence * kGruTrace * hidden;
    ForEach(hidden, [&](auto d, std::size_t at) HWY_ATTR {
      const auto r = Sigmoid(d, hn::Add(hn::LoadU(d, i + at), hn::LoadU(d, h + at)));
      const auto z = Sigmoid(d, hn::Add(hn::LoadU(d, i + hidden + at), hn::LoadU(d, h + hidden + at)));
      const auto h_n = hn::LoadU(d, h + 2 * hidden + at);
      const auto n = hn::Tanh(d, hn::MulAdd(r, h_n, hn::LoadU(d, i + 2 * hidden + at)));
      hn::StoreU(hn::MulAdd(z, hn::Sub(hn::LoadU(d, before + at), n), n), d, to + at);
      if (left == nullptr) return;
      hn::StoreU(r, d, left + at);
      hn::StoreU(z, d, left + hidden + at);
      hn::StoreU(n, d, left + 2 * hidden + at);
      hn::StoreU(h_n, d, left + 3 * hidden + at);
    });
  }
}

void StepBack(GruShape shape, const float* HWY_RESTRICT trace, const float* HWY_RESTRICT previous,
              const float* HWY_RESTRICT from_output, float* HWY_RESTRICT slope, float* HWY_RESTRICT input_slope,
              float* HWY_RESTRICT state_slope) {
  const std::size_t hidden = shape.hidden;
  for (std::size_t sentence = 0; sentence < shape.sentences; ++sentence) {
    const float* left = trace + sentence * kGruTrace * hidden;
    const float* before = previous + sentence * hidden;
    const float* above = from_output + sentence * hidden;
    float* down = slope + sentence * hidden;
    float* by_input = input_slope + sentence * 3 * hidden;
    float* by_state = state_slope + sentence * 3 * hidden;
    ForEach(hidden, [&](auto d, std::size_t at) HWY_ATTR {
      const auto one = hn::Set(d, 1.0f);
      const auto r = hn::LoadU(d, left + at), z = hn::LoadU(d, left + hidden + at);
      const auto n = hn::LoadU(d, left + 2 * hidden + at), h_n = hn::LoadU(d, left + 3 * hidden + at);
      const auto total = hn::Add(hn::LoadU(d, above + at), hn::LoadU(d, down + at));
      const auto by_n = hn::Mul(hn::Mul(total, hn::Sub(one, z)), hn::NegMulAdd(n, n, one));
      const auto by_z = hn::Mul(hn::Mul(total, hn::Sub(hn::LoadU(d, before + at), n)), hn::Mul(z, hn::Sub(one, z)));
      const auto by_r = hn::Mul(hn::Mul(by_n, h_n), hn::Mul(r, hn::Sub(one, r)));
      hn::StoreU(by_r, d, by_input + at);
      hn::StoreU(by_z, d, by_input + hidden + at);
      hn::StoreU(by_n, d, by_input + 2 * hidden + at);
      hn::StoreU(by_r, d, by_state + at);
      hn::StoreU(by_z, d, by_state + hidden + at);
      hn::StoreU(hn::Mul(by_n, r), d, by_state + 2 * hidden + at);
      hn::StoreU(hn::Mul(total, z), d, down + at);
    });
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace autoloss::nmt
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace autoloss::nmt {

HWY_EXPORT(Step);
HWY_EXPORT(StepBack);

void gru_step(GruShape shape, const float* from_input, const float* from_state, const float* previous, float* trace,
              float* state) {
  HWY_DYNAMIC_DISPATCH(Step)(shape, from_input, from_state, previous, trace, state);
}
void gru_step_back(GruShape shape, const float* trace, const float* previous, const float* from_output, float* slope,
                   float* input_slope, float* state_slope) {
  HWY_DYNAMIC_DISPATCH(StepBack)(shape, trace, previous, from_output, slope, input_slope, state_slope);
}

}  // namespace autoloss::nmt
#endif
