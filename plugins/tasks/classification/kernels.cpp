#include "plugins/tasks/classification/kernels.hpp"

#include <algorithm>

// Arrays of vectors live in registers here, which scalable vectors (SVE, RVV) cannot do.
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "plugins/tasks/classification/kernels.cpp"
// The first of these includes this file again, once for each set of instructions.
// clang-format off
#include <hwy/foreach_target.h>
#include <hwy/highway.h>
#include <hwy/contrib/math/math-inl.h>
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace autoloss::classification {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using Floats = hn::CappedTag<float, kBlock>;
using Vector = hn::Vec<Floats>;
constexpr Floats kFloats;
constexpr std::size_t kLanes = hn::MaxLanes(Floats());
constexpr std::size_t kVectors = kBlock / kLanes;  // of a block

// A product's tile of outputs times blocks is summed in registers: 16 of the 32 that AVX-512 has, 8 of 16 elsewhere.
constexpr std::size_t kTileBlocks = kVectors == 1 ? 2 : 1;
constexpr std::size_t kTileOutputs = kVectors == 1 ? 8 : kVectors == 2 ? 4 : kVectors == 4 ? 2 : 1;

HWY_INLINE double sum(Vector v) {
  return hn::GetLane(hn::SumOfLanes(kFloats, v));
}

// The sums of kLanes vectors, in order, as one vector: pairs of neighbours are added until one vector is left.
HWY_INLINE Vector sums_of(Vector (&rows)[kLanes]) {
#if HWY_TARGET != HWY_SCALAR  // one lane: nothing to add
#pragma GCC unroll 16
  for (std::size_t left = kLanes / 2; left > 0; left /= 2) {
#pragma GCC unroll 16
    for (std::size_t k = 0; k < left; ++k)
      rows[k] = hn::Add(hn::ConcatEven(kFloats, rows[2 * k + 1], rows[2 * k]),
                        hn::ConcatOdd(kFloats, rows[2 * k + 1], rows[2 * k]));
  }
#endif
  return rows[0];
}

// The left side of a product, a number for each output and each place of the depth.
struct Factors {
  const float* values;
  std::size_t output_stride, depth_stride;
  std::size_t depth;
};

// Calls store(output, panel, vector, sum) with start(output) + sum over the depth of factor * in, for kOutputs outputs
// of kPanels panels.
template <std::size_t kOutputs, std::size_t kPanels, class Start, class Store>
HWY_INLINE void product_tile(const Factors& factors, std::size_t output, const float* HWY_RESTRICT in,
                             std::size_t panel_size, std::size_t panel, const Start& start, const Store& store) {
  constexpr std::size_t kWide = kPanels * kVectors;
  Vector total[kOutputs][kWide];
#pragma GCC unroll 16
  for (std::size_t m = 0; m < kOutputs; ++m) {
    const Vector first = start(output + m);
#pragma GCC unroll 16
    for (std::size_t n = 0; n < kWide; ++n) total[m][n] = first;
  }
  const float* HWY_RESTRICT factor = factors.values + output * factors.output_stride;
  const float* HWY_RESTRICT here = in + panel * panel_size;
  for (std::size_t k = 0; k < factors.depth; ++k, here += kBlock, factor += factors.depth_stride) {
    Vector x[kWide];
#pragma GCC unroll 16
    for (std::size_t n = 0; n < kWide; ++n)
      x[n] = hn::Load(kFloats, here + (n / kVectors) * panel_size + (n % kVectors) * kLanes);
#pragma GCC unroll 16
    for (std::size_t m = 0; m < kOutputs; ++m) {
      const Vector f = hn::Set(kFloats, factor[m * factors.output_stride]);
#pragma GCC unroll 16
      for (std::size_t n = 0; n < kWide; ++n) total[m][n] = hn::MulAdd(f, x[n], total[m][n]);
    }
  }
#pragma GCC unroll 16
  for (std::size_t m = 0; m < kOutputs; ++m)
#pragma GCC unroll 16
    for (std::size_t n = 0; n < kWide; ++n) store(output + m, panel + n / kVectors, n % kVectors, total[m][n]);
}

template <std::size_t kOutputs, class Start, class Store>
HWY_INLINE void product_outputs(const Factors& factors, std::size_t& output, std::size_t outputs,
                                const float* HWY_RESTRICT in, std::size_t panel_size, std::size_t panel,
                                bool two_panels, const Start& start, const Store& store) {
  for (; output + kOutputs <= outputs; output += kOutputs) {
    if (two_panels)
      product_tile<kOutputs, kTileBlocks>(factors, output, in, panel_size, panel, start, store);
    else
      product_tile<kOutputs, 1>(factors, output, in, panel_size, panel, start, store);
  }
}

template <class Start, class Store>
HWY_INLINE void product(const Factors& factors, std::size_t outputs, ConstPanels in, std::size_t panels,
                        const Start& start, const Store& store) {
  const std::size_t size = in.units * kBlock;
  for (std::size_t panel = 0; panel < panels;) {
    const bool whole = panel + kTileBlocks <= panels;
    std::size_t output = 0;
    product_outputs<kTileOutputs>(factors, output, outputs, in.values, size, panel, whole, start, store);
    if constexpr (kTileOutputs > 2)
      product_outputs<2>(factors, output, outputs, in.values, size, panel, whole, start, store);
    product_outputs<1>(factors, output, outputs, in.values, size, panel, whole, start, store);
    panel += whole ? kTileBlocks : 1;
  }
}

template <bool kRelu>
HWY_INLINE void forward(const LayerView& layer, ConstPanels in, std::size_t panels, Panels out) {
  const Factors weights{layer.weights, padded(layer.inputs), 1, layer.inputs};
  product(
      weights, layer.outputs, in, panels, [&](std::size_t o) HWY_ATTR { return hn::Set(kFloats, layer.biases[o]); },
      [&](std::size_t o, std::size_t panel, std::size_t vector, Vector value) HWY_ATTR {
        if constexpr (kRelu) value = hn::Max(value, hn::Zero(kFloats));
        hn::Store(value, kFloats, out.values + (panel * out.units + o) * kBlock + vector * kLanes);
      });
}

void LayerForward(const LayerView& layer, ConstPanels in, std::size_t panels, bool relu, Panels out) {
  if (relu)
    forward<true>(layer, in, panels, out);
  else
    forward<false>(layer, in, panels, out);
}

void LayerBackward(const LayerView& layer, ConstPanels slopes, ConstPanels in, std::size_t panels, Panels in_slopes) {
  const Factors weights{layer.weights, 1, padded(layer.inputs), layer.outputs};
  product(
      weights, layer.inputs, slopes, panels, [](std::size_t) HWY_ATTR { return hn::Zero(kFloats); },
      [&](std::size_t i, std::size_t panel, std::size_t vector, Vector value) HWY_ATTR {
        const std::size_t place = (panel * in.units + i) * kBlock + vector * kLanes;
        const auto active = hn::Gt(hn::Load(kFloats, in.values + place), hn::Zero(kFloats));
        hn::Store(hn::IfThenElseZero(active, value), kFloats, in_slopes.values + place);
      });
}

HWY_INLINE void bias_gradient(const LayerGradient& layer, ConstPanels slopes, std::size_t panels) {
  for (std::size_t o = 0; o < layer.outputs; ++o) {
    Vector total = hn::Zero(kFloats);
    const float* here = slopes.values + o * kBlock;
    for (std::size_t panel = 0; panel < panels; ++panel, here += slopes.units * kBlock)
      for (std::size_t v = 0; v < kVectors; ++v) total = hn::Add(total, hn::Load(kFloats, here + v * kLanes));
    layer.biases[o] = static_cast<float>(sum(total));
  }
}

void LayerGradients(const LayerGradient& layer, ConstPanels slopes, ConstPanels in, std::size_t panels) {
  bias_gradient(layer, slopes, panels);
  const std::size_t width = padded(layer.inputs);
  for (std::size_t o = 0; o < layer.outputs; ++o) {
    for (std::size_t i = 0; i < width; i += kLanes) {
      Vector rows[kLanes];
#pragma GCC unroll 16
      for (std::size_t lane = 0; lane < kLanes; ++lane) rows[lane] = hn::Zero(kFloats);
      for (std::size_t panel = 0; panel < panels; ++panel) {
        const float* HWY_RESTRICT slope = slopes.values + (panel * slopes.units + o) * kBlock;
        const float* HWY_RESTRICT value = in.values + (panel * in.units + i) * kBlock;
        for (std::size_t v = 0; v < kVectors; ++v) {
          const Vector s = hn::Load(kFloats, slope + v * kLanes);
#pragma GCC unroll 16
          for (std::size_t lane = 0; lane < kLanes; ++lane)
            rows[lane] = hn::MulAdd(s, hn::Load(kFloats, value + lane * kBlock + v * kLanes), rows[lane]);
        }
      }
      hn::Store(sums_of(rows), kFloats, layer.weights + o * width + i);
    }
  }
}

// Gradient of the weights of kOutputs outputs from kBlocks blocks of inputs.
template <std::size_t kOutputs, std::size_t kBlocks>
HWY_INLINE void gradient_tile(const LayerGradient& layer, ConstPanels slopes, const float* HWY_RESTRICT rows,
                              std::size_t panels, std::size_t output, std::size_t input) {
  constexpr std::size_t kWide = kBlocks * kVectors;
  const std::size_t width = padded(layer.inputs);
  Vector total[kOutputs][kWide];
#pragma GCC unroll 16
  for (std::size_t m = 0; m < kOutputs; ++m)
#pragma GCC unroll 16
    for (std::size_t n = 0; n < kWide; ++n) total[m][n] = hn::Zero(kFloats);
  const float* HWY_RESTRICT row = rows + input;
  for (std::size_t panel = 0; panel < panels; ++panel) {
    const float* HWY_RESTRICT slope = slopes.values + (panel * slopes.units + output) * kBlock;
    for (std::size_t lane = 0; lane < kBlock; ++lane, row += width) {
      Vector x[kWide];
#pragma GCC unroll 16
      for (std::size_t n = 0; n < kWide; ++n) x[n] = hn::Load(kFloats, row + n * kLanes);
#pragma GCC unroll 16
      for (std::size_t m = 0; m < kOutputs; ++m) {
        const Vector s = hn::Set(kFloats, slope[m * kBlock + lane]);
#pragma GCC unroll 16
        for (std::size_t n = 0; n < kWide; ++n) total[m][n] = hn::MulAdd(s, x[n], total[m][n]);
      }
    }
  }
#pragma GCC unroll 16
  for (std::size_t m = 0; m < kOutputs; ++m)
#pragma GCC unroll 16
    for (std::size_t n = 0; n < kWide; ++n)
      hn::Store(total[m][n], kFloats, layer.weights + (output + m) * width + input + n * kLanes);
}

template <std::size_t kOutputs>
HWY_INLINE void gradient_outputs(const LayerGradient& layer, ConstPanels slopes, const float* rows, std::size_t panels,
                                 std::size_t& output) {
  const std::size_t width = padded(layer.inputs);
  for (; output + kOutputs <= layer.outputs; output += kOutputs) {
    std::size_t input = 0;
    for (; input + kTileBlocks * kBlock <= width; input += kTileBlocks * kBlock)
      gradient_tile<kOutputs, kTileBlocks>(layer, slopes, rows, panels, output, input);
    for (; input < width; input += kBlock) gradient_tile<kOutputs, 1>(layer, slopes, rows, panels, output, input);
  }
}

void FirstLayerGradient(const LayerGradient& layer, ConstPanels slopes, const float* rows, std::size_t panels) {
  bias_gradient(layer, slopes, panels);
  std::size_t output = 0;
  gradient_outputs<kTileOutputs>(layer, slopes, rows, panels, output);
  if constexpr (kTileOutputs > 2) gradient_outputs<2>(layer, slopes, rows, panels, output);
  gradient_outputs<1>(layer, slopes, rows, panels, output);
}

// The largest logit of each of kLanes rows, and the class that has it first.
struct Largest {
  Vector value, label;
};
HWY_INLINE Largest largest_of(const float* HWY_RESTRICT logits, std::size_t classes) {
  Largest largest{hn::Load(kFloats, logits), hn::Zero(kFloats)};
  for (std::size_t c = 1; c < classes; ++c) {
    const Vector value = hn::Load(kFloats, logits + c * kBlock);
    const auto larger = hn::Gt(value, largest.value);
    largest.value = hn::IfThenElse(larger, value, largest.value);
    largest.label = hn::IfThenElse(larger, hn::Set(kFloats, static_cast<float>(c)), largest.label);
  }
  return largest;
}

Score SoftmaxScore(ConstPanels logits, std::size_t classes, const RowsView& rows, std::size_t panels,
                   float* HWY_RESTRICT slopes) {
  Vector entropy = hn::Zero(kFloats), errors = hn::Zero(kFloats);
  for (std::size_t at = 0; at < panels * kBlock; at += kLanes) {
    const std::size_t place = at / kBlock * logits.units * kBlock + at % kBlock;
    const float* HWY_RESTRICT here = logits.values + place;
    const Vector label = hn::Load(kFloats, rows.labels + at), weight = hn::Load(kFloats, rows.weights + at);
    const Largest largest = largest_of(here, classes);
    Vector total = hn::Zero(kFloats), own = hn::Zero(kFloats);
    for (std::size_t c = 0; c < classes; ++c) {
      const Vector from_top = hn::Sub(hn::Load(kFloats, here + c * kBlock), largest.value);
      const Vector power = hn::Exp(kFloats, from_top);
      total = hn::Add(total, power);
      own = hn::IfThenElse(hn::Eq(label, hn::Set(kFloats, static_cast<float>(c))), from_top, own);
      if (slopes != nullptr) hn::Store(power, kFloats, slopes + place + c * kBlock);
    }
    entropy = hn::MulAdd(weight, hn::Sub(hn::Log(kFloats, total), own), entropy);
    errors = hn::Add(errors, hn::IfThenElseZero(hn::Ne(largest.label, label), weight));
    if (slopes == nullptr) continue;
    const Vector share = hn::Div(weight, total);
    for (std::size_t c = 0; c < classes; ++c) {
      const auto right = hn::Eq(label, hn::Set(kFloats, static_cast<float>(c)));
      const Vector power = hn::Load(kFloats, slopes + place + c * kBlock);
      hn::Store(hn::Sub(hn::Mul(power, share), hn::IfThenElseZero(right, weight)), kFloats,
                slopes + place + c * kBlock);
    }
  }
  return {sum(entropy), sum(errors)};
}

void RowsToPanels(const float* HWY_RESTRICT rows, std::size_t width, std::size_t panels, float* HWY_RESTRICT values) {
  for (std::size_t panel = 0; panel < panels; ++panel, rows += kBlock * width, values += width * kBlock)
    for (std::size_t i = 0; i < width; ++i)
      for (std::size_t lane = 0; lane < kBlock; ++lane) values[i * kBlock + lane] = rows[lane * width + i];
}

}  // namespace HWY_NAMESPACE
}  // namespace autoloss::classification
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace autoloss::classification {

HWY_EXPORT(LayerForward);
HWY_EXPORT(LayerBackward);
HWY_EXPORT(LayerGradients);
HWY_EXPORT(FirstLayerGradient);
HWY_EXPORT(SoftmaxScore);
HWY_EXPORT(RowsToPanels);

void layer_forward(const LayerView& layer, ConstPanels in, std::size_t panels, bool relu, Panels out) {
  HWY_DYNAMIC_DISPATCH(LayerForward)(layer, in, panels, relu, out);
}
void layer_backward(const LayerView& layer, ConstPanels slopes, ConstPanels in, std::size_t panels, Panels in_slopes) {
  HWY_DYNAMIC_DISPATCH(LayerBackward)(layer, slopes, in, panels, in_slopes);
}
void layer_gradient(const LayerGradient& layer, ConstPanels slopes, ConstPanels in, std::size_t panels) {
  HWY_DYNAMIC_DISPATCH(LayerGradients)(layer, slopes, in, panels);
}
void first_layer_gradient(const LayerGradient& layer, ConstPanels slopes, const float* rows, std::size_t panels) {
  HWY_DYNAMIC_DISPATCH(FirstLayerGradient)(layer, slopes, rows, panels);
}
Score softmax_score(ConstPanels logits, std::size_t classes, const RowsView& rows, std::size_t panels, float* slopes) {
  return HWY_DYNAMIC_DISPATCH(SoftmaxScore)(logits, classes, rows, panels, slopes);
}
void rows_to_panels(const float* rows, std::size_t width, std::size_t panels, float* values) {
  HWY_DYNAMIC_DISPATCH(RowsToPanels)(rows, width, panels, values);
}

}  // namespace autoloss::classification
#endif
