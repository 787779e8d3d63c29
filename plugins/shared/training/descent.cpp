#include "plugins/shared/training/descent.hpp"

#include <string>

// Blocks have a fixed size, which scalable vectors (SVE, RVV) do not keep.
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "plugins/shared/training/descent.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace autoloss::training {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using Floats = hn::CappedTag<float, kBlock>;
using Vector = hn::Vec<Floats>;
constexpr Floats kFloats;
constexpr std::size_t kLanes = hn::MaxLanes(Floats());

HWY_INLINE double sum(Vector v) {
  return hn::GetLane(hn::SumOfLanes(kFloats, v));
}

// The gradient, vector by vector, and the sums that go with it.
template <bool kHasGradient>
struct SlopeReader {
  const float* gradient;
  const Folding& folding;
  Vector l1_weight;
  Vector squared_norm = hn::Zero(kFloats);
  Vector l1_norm = hn::Zero(kFloats);

  HWY_INLINE Vector read(std::size_t place, Vector theta) {
    const Vector copies = hn::Load(kFloats, folding.copies + place);
    Vector slope = hn::IfThenElseZero(hn::Ne(theta, hn::Zero(kFloats)), hn::CopySign(l1_weight, theta));
    if constexpr (kHasGradient)
      slope = hn::MulAdd(hn::Load(kFloats, gradient + place), hn::Load(kFloats, folding.share + place), slope);
    squared_norm = hn::MulAdd(hn::Mul(slope, slope), copies, squared_norm);
    l1_norm = hn::MulAdd(hn::Abs(theta), copies, l1_norm);
    return slope;
  }
  HWY_INLINE SlopeSums sums() const { return {sum(squared_norm), sum(l1_norm)}; }
};

// Calls use(place, theta, slope) for each vector.
template <bool kHasGradient, class Use>
HWY_INLINE SlopeSums walk(const Slope& slope, const Folding& folding, const float* theta, const Use& use) {
  SlopeReader<kHasGradient> reader{slope.gradient, folding, hn::Set(kFloats, slope.l1_weight)};
  for (std::size_t place = 0; place < folding.blocks * kBlock; place += kLanes) {
    const Vector here = hn::Load(kFloats, theta + place);
    use(place, here, reader.read(place, here));
  }
  return reader.sums();
}
template <class Use>
HWY_INLINE SlopeSums walk(const Slope& slope, const Folding& folding, const float* theta, const Use& use) {
  return slope.gradient != nullptr ? walk<true>(slope, folding, theta, use) : walk<false>(slope, folding, theta, use);
}

SlopeSums MeasureSlope(const Slope& slope, const Folding& folding, const float* theta) {
  return walk(slope, folding, theta, [](std::size_t, Vector, Vector) HWY_ATTR {});
}

SlopeSums AdamUpdate(const AdamStep& step, const Slope& slope, const Folding& folding, float* HWY_RESTRICT theta,
                     float* HWY_RESTRICT first, float* HWY_RESTRICT second) {
  const Vector rate = hn::Set(kFloats, step.rate);
  const Vector scale = hn::Set(kFloats, step.scale);
  const Vector epsilon = hn::Set(kFloats, step.epsilon);
  const Vector keep1 = hn::Set(kFloats, step.beta1);
  const Vector keep2 = hn::Set(kFloats, step.beta2);
  const Vector take1 = hn::Set(kFloats, 1.0f - step.beta1);
  const Vector take2 = hn::Set(kFloats, 1.0f - step.beta2);
  return walk(slope, folding, theta, [&](std::size_t place, Vector before, Vector g) HWY_ATTR {
    const Vector m = hn::MulAdd(keep1, hn::Load(kFloats, first + place), hn::Mul(take1, g));
    const Vector v = hn::MulAdd(keep2, hn::Load(kFloats, second + place), hn::Mul(take2, hn::Mul(g, g)));
    const Vector width = hn::MulAdd(hn::Sqrt(v), scale, epsilon);
    hn::Store(m, kFloats, first + place);
    hn::Store(v, kFloats, second + place);
    hn::Store(hn::Sub(before, hn::Div(hn::Mul(rate, m), width)), kFloats, theta + place);
  });
}

SlopeSums SgdUpdate(float rate, const Slope& slope, const Folding& folding, float* HWY_RESTRICT theta) {
  const Vector minus = hn::Set(kFloats, -rate);
  return walk(slope, folding, theta, [&](std::size_t place, Vector before, Vector g) HWY_ATTR {
    hn::Store(hn::MulAdd(minus, g, before), kFloats, theta + place);
  });
}

const char* InstructionSet() {
  return hwy::TargetName(HWY_TARGET);
}

}  // namespace HWY_NAMESPACE
}  // namespace autoloss::training
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace autoloss::training {

HWY_EXPORT(MeasureSlope);
HWY_EXPORT(AdamUpdate);
HWY_EXPORT(SgdUpdate);
HWY_EXPORT(InstructionSet);

SlopeSums measure_slope(const Slope& slope, const Folding& folding, const float* theta) {
  return HWY_DYNAMIC_DISPATCH(MeasureSlope)(slope, folding, theta);
}
SlopeSums adam_update(const AdamStep& step, const Slope& slope, const Folding& folding, float* theta, float* first,
                      float* second) {
  return HWY_DYNAMIC_DISPATCH(AdamUpdate)(step, slope, folding, theta, first, second);
}
SlopeSums sgd_update(float rate, const Slope& slope, const Folding& folding, float* theta) {
  return HWY_DYNAMIC_DISPATCH(SgdUpdate)(rate, slope, folding, theta);
}
const char* instruction_set() {
  return HWY_DYNAMIC_DISPATCH(InstructionSet)();
}

const char* vector_library() {
  static const std::string name = "Highway " + std::to_string(HWY_MAJOR) + "." + std::to_string(HWY_MINOR) + "." +
                                  std::to_string(HWY_PATCH) + " (" + instruction_set() + ")";
  return name.c_str();
}

}  // namespace autoloss::training
#endif
