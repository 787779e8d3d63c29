#include "plugins/tasks/nmt/model/parameters.hpp"

#include <cmath>
#include <utility>

namespace autoloss::nmt {
namespace {

using torch_parts::Shape;

constexpr double kEmbeddingBound = 1.7;
constexpr double kDistanceBias = -0.6;

double fan_in_bound(int64_t inputs) {
  return 1 / std::sqrt(static_cast<double>(inputs));
}

void add_linear(Layout& layout, int64_t outputs, int64_t inputs, bool bias = true) {
  layout.push_back({{outputs, inputs}, fan_in_bound(inputs)});
  if (bias) layout.push_back({{outputs}, 0});
}

void add_layer(Layout& layout, const NetworkSettings& settings, int64_t inputs) {
  const int64_t rows = gates_of(settings.cell) * settings.hidden;
  const double bound = fan_in_bound(settings.hidden);
  for (const Shape& shape : {Shape{rows, inputs}, Shape{rows, settings.hidden}, Shape{rows}, Shape{rows}})
    layout.push_back({shape, bound});
}

// Takes one tensor after the other.
class Cursor {
 public:
  explicit Cursor(const std::vector<at::Tensor>& tensors) : tensors_(tensors) {}
  const at::Tensor& next() { return tensors_[place_++]; }
  Linear linear(bool bias = true) {
    const at::Tensor weight = next();
    return {weight, bias ? next() : at::Tensor()};
  }
  LayerWeights layer() {
    LayerWeights weights;
    for (at::Tensor* tensor : {&weights.input, &weights.hidden, &weights.input_bias, &weights.hidden_bias})
      *tensor = next();
    return weights;
  }

 private:
  const std::vector<at::Tensor>& tensors_;
  std::size_t place_ = 0;
};

bool adds_projected(const NetworkSettings& settings) {
  return settings.add_embedding && settings.embedding != settings.hidden;
}

}  // namespace

Layout encoder_layout(const NetworkSettings& settings, int64_t vocabulary) {
  Layout layout{{{vocabulary, settings.embedding}, kEmbeddingBound}};
  for (int64_t layer = 0; layer < settings.layers; ++layer)
    for (int direction = 0; direction < 2; ++direction)
      add_layer(layout, settings, layer == 0 ? settings.embedding : 2 * settings.hidden);
  add_linear(layout, settings.hidden, 2 * settings.hidden);
  if (adds_projected(settings)) add_linear(layout, settings.hidden, settings.embedding, false);
  return layout;
}

Layout decoder_layout(const NetworkSettings& settings, int64_t vocabulary) {
  const int64_t hidden = settings.hidden;
  Layout layout{{{vocabulary, settings.embedding}, kEmbeddingBound}};
  for (int64_t layer = 0; layer < settings.layers; ++layer)
    add_layer(layout, settings, layer == 0 ? settings.embedding : hidden);
  add_linear(layout, settings.layers * hidden, 2 * hidden);
  add_linear(layout, hidden, hidden, false);
  add_linear(layout, hidden, 2 * hidden);
  add_linear(layout, vocabulary, hidden);
  if (settings.distance_bias) layout.push_back({{1}, 0, kDistanceBias});
  return layout;
}

Layout linear_tagger_layout(const NetworkSettings& settings, int64_t tags) {
  Layout layout;
  add_linear(layout, tags, settings.hidden);
  return layout;
}

torch_parts::ParameterGroup make_group(const Layout& layout, at::Generator generator) {
  const at::NoGradGuard no_gradient;
  std::vector<Shape> shapes;
  for (const Beginning& beginning : layout) shapes.push_back(beginning.shape);
  torch_parts::ParameterGroup group(shapes);
  for (std::size_t index = 0; index < layout.size(); ++index) {
    at::Tensor tensor = group.constants()[index];
    const auto& [shape, bound, centre] = layout[index];
    if (bound > 0)
      tensor.uniform_(centre - bound, centre + bound, generator);
    else
      tensor.fill_(centre);
  }
  return group;
}

at::Tensor Linear::operator()(const at::Tensor& input) const {
  return at::linear(input, weight, bias);
}

EncoderWeights::EncoderWeights(const NetworkSettings& settings, const std::vector<at::Tensor>& tensors) {
  Cursor cursor(tensors);
  embedding = cursor.next();
  for (int64_t layer = 0; layer < settings.layers; ++layer) {
    forward.push_back(cursor.layer());
    backward.push_back(cursor.layer());
  }
  memory = cursor.linear();
  if (adds_projected(settings)) added = cursor.linear(false);
}

DecoderWeights::DecoderWeights(const NetworkSettings& settings, const std::vector<at::Tensor>& tensors) {
  Cursor cursor(tensors);
  embedding = cursor.next();
  for (int64_t layer = 0; layer < settings.layers; ++layer) layers.push_back(cursor.layer());
  bridge = cursor.linear();
  query = cursor.linear(false);
  combine = cursor.linear();
  output = cursor.linear();
  if (settings.distance_bias) distance = cursor.next();
}

LinearTaggerWeights::LinearTaggerWeights(const std::vector<at::Tensor>& tensors) : output(Cursor(tensors).linear()) {}

}  // namespace autoloss::nmt
