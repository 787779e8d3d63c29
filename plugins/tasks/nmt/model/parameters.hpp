// The parameters of a network's parts: how they begin, and how they are found again in a list of tensors.
#ifndef AUTOLOSS_NMT_MODEL_PARAMETERS_HPP
#define AUTOLOSS_NMT_MODEL_PARAMETERS_HPP

#include <vector>

#include "plugins/shared/torch/parameter_group.hpp"
#include "plugins/tasks/nmt/model/network_settings.hpp"
#include "plugins/tasks/nmt/model/recurrent.hpp"

namespace autoloss::nmt {

// A tensor before training: uniform within +-bound around centre.
struct Beginning {
  torch_parts::Shape shape;
  double bound;
  double centre = 0;
};
using Layout = std::vector<Beginning>;

Layout encoder_layout(const NetworkSettings& settings, int64_t vocabulary);
Layout decoder_layout(const NetworkSettings& settings, int64_t vocabulary);
Layout linear_tagger_layout(const NetworkSettings& settings, int64_t tags);

torch_parts::ParameterGroup make_group(const Layout& layout, at::Generator generator);

struct Linear {
  at::Tensor weight, bias;  // bias may be undefined
  at::Tensor operator()(const at::Tensor& input) const;
};

// Each takes its tensors, those of a group of its layout, in order.
struct EncoderWeights {
  EncoderWeights(const NetworkSettings& settings, const std::vector<at::Tensor>& tensors);
  at::Tensor embedding;                         // [V, E]
  std::vector<LayerWeights> forward, backward;  // of each layer
  Linear memory;                                // of both directions, what attention looks at
  Linear added;  // of the embedding, where its size is another; undefined weight: as it is
};

struct DecoderWeights {
  DecoderWeights(const NetworkSettings& settings, const std::vector<at::Tensor>& tensors);
  at::Tensor embedding;
  std::vector<LayerWeights> layers;
  Linear bridge;   // of the encoder's last states, the first states of all layers
  Linear query;    // Luong's "general" score: query(h)' memory
  Linear combine;  // of context and state
  Linear output;
  at::Tensor distance;  // [1], undefined without distance_bias
};

struct LinearTaggerWeights {
  explicit LinearTaggerWeights(const std::vector<at::Tensor>& tensors);
  Linear output;
};

}  // namespace autoloss::nmt

#endif
