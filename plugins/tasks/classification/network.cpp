#include "plugins/tasks/classification/network.hpp"

#include <algorithm>
#include <autoloss/cpp/random.hpp>
#include <cmath>

namespace autoloss::classification {
namespace {

double truncated_normal(sdk::Stream& stream) {
  double value = stream.normal();
  while (std::abs(value) > 2) value = stream.normal();
  return value;
}

// Counts of rows are sums of shares: made whole again, so that equal counts are equal numbers.
double whole_rows(double share, std::size_t count) {
  return std::round(share * static_cast<double>(count)) / static_cast<double>(count);
}

}  // namespace

Network::Network(const std::vector<std::size_t>& widths) {
  for (std::size_t k = 0; k + 1 < widths.size(); ++k) {
    const std::size_t weights = size_, biases = weights + widths[k + 1] * padded(widths[k]);
    layers_.push_back({widths[k], widths[k + 1], weights, biases});
    size_ = biases + padded(widths[k + 1]);
  }
}

std::size_t Network::parameter_count() const {
  std::size_t count = 0;
  for (const Layer& layer : layers_) count += (layer.inputs + 1) * layer.outputs;
  return count;
}

training::AlignedFloats Network::copies() const {
  training::AlignedFloats copies(size_, 0.0f);
  const auto place = [&](std::size_t at) { return copies.begin() + static_cast<std::ptrdiff_t>(at); };
  for (const Layer& layer : layers_) {
    for (std::size_t output = 0; output < layer.outputs; ++output)
      std::fill_n(place(layer.weights + output * padded(layer.inputs)), layer.inputs, 1.0f);
    std::fill_n(place(layer.biases), layer.outputs, 1.0f);
  }
  return copies;
}

void Network::draw(const InitialParameters& initial, uint64_t seed, float* theta) const {
  sdk::Stream stream(sdk::derive(seed, "parameters"));
  for (const Layer& layer : layers_) {
    for (std::size_t output = 0; output < layer.outputs; ++output)
      std::generate_n(theta + layer.weights + output * padded(layer.inputs), layer.inputs,
                      [&] { return static_cast<float>(initial.weight_deviation * truncated_normal(stream)); });
    std::fill_n(theta + layer.biases, layer.outputs, static_cast<float>(initial.bias));
  }
}

void NetworkPass::start(const Network& network) {
  network_ = network;
  reserved_ = 0;
  outputs_.resize(network.layers_.size());
  slopes_.resize(network.layers_.size());
}

// Padding is zero from here on: nothing writes to it.
void NetworkPass::reserve(std::size_t panels) {
  if (panels <= reserved_) return;
  for (std::size_t k = 0; k < network_.layers_.size(); ++k) {
    const std::size_t size = panels * padded(network_.layers_[k].outputs) * kBlock;
    outputs_[k].assign(size, 0.0f);
    slopes_[k].assign(size, 0.0f);
  }
  reserved_ = panels;
}

void NetworkPass::forward(const float* theta, ConstPanels in, std::size_t panels) {
  const std::size_t last = network_.layers_.size() - 1;
  for (std::size_t k = 0; k <= last; ++k) {
    layer_forward(view(network_.layers_[k], theta), in, panels, k < last, outputs(k));
    in = outputs(k);
  }
}

Score NetworkPass::score(const float* theta, const Batch& batch) {
  reserve(kChunk);
  Score total;
  const ConstPanels in = batch.panels();
  for (std::size_t panel = 0; panel < batch.panel_count(); panel += kChunk) {
    const std::size_t count = std::min(kChunk, batch.panel_count() - panel);
    forward(theta, {in.values + panel * in.units * kBlock, in.units}, count);
    const RowsView labels{batch.labels().labels + panel * kBlock, batch.labels().weights + panel * kBlock};
    const Score score =
        softmax_score(outputs(network_.layers_.size() - 1), network_.class_count(), labels, count, nullptr);
    total.cross_entropy += score.cross_entropy;
    total.errors += score.errors;
  }
  total.errors = whole_rows(total.errors, batch.row_count());
  return total;
}

Score NetworkPass::gradient(const float* theta, const Batch& batch, float* gradient) {
  const std::size_t panels = batch.panel_count();
  reserve(panels);
  forward(theta, batch.panels(), panels);
  const std::size_t last = network_.layers_.size() - 1;
  Score score = softmax_score(outputs(last), network_.class_count(), batch.labels(), panels, slopes(last).values);
  score.errors = whole_rows(score.errors, batch.row_count());
  for (std::size_t k = last; k > 0; --k) {
    const Network::Layer& layer = network_.layers_[k];
    layer_backward(view(layer, theta), slopes(k), outputs(k - 1), panels, slopes(k - 1));
    layer_gradient({layer.inputs, layer.outputs, gradient + layer.weights, gradient + layer.biases}, slopes(k),
                   outputs(k - 1), panels);
  }
  const Network::Layer& first = network_.layers_.front();
  first_layer_gradient({first.inputs, first.outputs, gradient + first.weights, gradient + first.biases}, slopes(0),
                       batch.rows(), panels);
  return score;
}

}  // namespace autoloss::classification
