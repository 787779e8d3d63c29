// The vector code of a multilayer perceptron. Every function runs with the widest instructions that the processor has,
// chosen when it is first called; sums of another width differ in their last bits.
//
// Rows of data lie in *panels* of kBlock rows: a panel holds, for each unit of a layer in turn, its value in each of
// the kBlock rows. Units are padded to whole blocks too; padding is zero. So a layer is a product of small matrices
// whose inner loop reads memory in order, whatever the number of units. Arrays start a cache line.
// [thread-safe], as long as outputs are not shared.
#ifndef AUTOLOSS_CLASSIFICATION_KERNELS_HPP
#define AUTOLOSS_CLASSIFICATION_KERNELS_HPP

#include <cstddef>
#include <cstdint>

#include "plugins/shared/training/descent.hpp"

namespace autoloss::classification {

using training::kBlock;

// Rounds up to whole blocks.
constexpr std::size_t padded(std::size_t count) {
  return (count + kBlock - 1) / kBlock * kBlock;
}

// Values of a layer's units, panel by panel.
struct ConstPanels {
  const float* values;
  std::size_t units;  // padded
};
struct Panels {
  float* values;
  std::size_t units;  // padded
  operator ConstPanels() const { return {values, units}; }
};

// A layer's parameters: weight of input i into output o at weights[o * padded(inputs) + i].
struct LayerView {
  std::size_t inputs, outputs;
  const float* weights;
  const float* biases;
};

// out = weights * in + biases; then max(0, out) if relu.
void layer_forward(const LayerView& layer, ConstPanels in, std::size_t panels, bool relu, Panels out);

// Turns the slopes of a layer's outputs into those of its inputs, which came out of a ReLU as `in`.
void layer_backward(const LayerView& layer, ConstPanels slopes, ConstPanels in, std::size_t panels, Panels in_slopes);

// Gradients of a layer's parameters, laid out as these.
struct LayerGradient {
  std::size_t inputs, outputs;
  float* weights;
  float* biases;
};
void layer_gradient(const LayerGradient& layer, ConstPanels slopes, ConstPanels in, std::size_t panels);
// The same, where the inputs lie row by row too (padded(inputs) numbers each): the first layer, faster so.
void first_layer_gradient(const LayerGradient& layer, ConstPanels slopes, const float* rows, std::size_t panels);

// Labels and weights of the rows: kBlock a panel. A row of padding weighs 0.
struct RowsView {
  const float* labels;  // class index
  const float* weights;
};

// Weighted sums over rows.
struct Score {
  double cross_entropy = 0;
  double errors = 0;  // rows whose class has not the first of the largest logits
};

// Cross entropy of the softmax of the logits. With slopes (not nullptr): its gradient by the logits.
Score softmax_score(ConstPanels logits, std::size_t classes, const RowsView& rows, std::size_t panels, float* slopes);

// Puts rows (`width` numbers each, a multiple of kBlock) into panels.
void rows_to_panels(const float* rows, std::size_t width, std::size_t panels, float* values);

}  // namespace autoloss::classification

#endif
