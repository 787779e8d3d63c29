// A multilayer perceptron with ReLU between its layers and a softmax at the end (paper, appendix A.2).
#ifndef AUTOLOSS_CLASSIFICATION_NETWORK_HPP
#define AUTOLOSS_CLASSIFICATION_NETWORK_HPP

#include <cstdint>
#include <vector>

#include "plugins/tasks/classification/batch.hpp"

namespace autoloss::classification {

// How the first parameters are drawn.
struct InitialParameters {
  double weight_deviation = 0.1;  // of a normal distribution cut at two of them
  double bias = 0.1;

  bool operator==(const InitialParameters&) const = default;
};

// The sizes of the layers and where their parameters lie in one array: for each layer its weights, output by output
// with padded inputs, then its padded biases.
class Network {
 public:
  Network() = default;
  // widths: inputs, hidden layers, classes; two of them at least, each positive.
  explicit Network(const std::vector<std::size_t>& widths);

  std::size_t parameter_count() const;  // without padding
  std::size_t class_count() const { return layers_.back().outputs; }
  // 1 for each parameter, 0 in the padding.
  training::AlignedFloats copies() const;
  void draw(const InitialParameters& initial, uint64_t seed, float* theta) const;

 private:
  friend class NetworkPass;
  struct Layer {
    std::size_t inputs, outputs;
    std::size_t weights, biases;  // first places in the array
  };
  std::vector<Layer> layers_;
  std::size_t size_ = 0;  // of the array
};

// Evaluates a network on rows. Holds what a pass needs in between, and allocates only when it meets a larger network
// or more rows than before. Not thread-safe.
class NetworkPass {
 public:
  void start(const Network& network);

  // Mean cross entropy and share of errors of the parameters theta on the rows.
  Score score(const float* theta, const Batch& batch);
  // The same, and the gradient of the cross entropy, laid out as theta; padding is 0 where it was 0.
  Score gradient(const float* theta, const Batch& batch, float* gradient);

 private:
  static constexpr std::size_t kChunk = 8;  // panels that stay in the nearest cache through all layers

  LayerView view(const Network::Layer& layer, const float* theta) const {
    return {layer.inputs, layer.outputs, theta + layer.weights, theta + layer.biases};
  }
  void reserve(std::size_t panels);
  // Leaves the outputs of layer k in outputs_[k].
  void forward(const float* theta, ConstPanels in, std::size_t panels);
  Panels outputs(std::size_t layer) { return {outputs_[layer].data(), padded(network_.layers_[layer].outputs)}; }
  Panels slopes(std::size_t layer) { return {slopes_[layer].data(), padded(network_.layers_[layer].outputs)}; }

  Network network_;
  std::size_t reserved_ = 0;                               // panels
  std::vector<training::AlignedFloats> outputs_, slopes_;  // of each layer
};

}  // namespace autoloss::classification

#endif
