#include "plugins/tasks/nmt/model/network.hpp"

#include <autoloss/cpp/random.hpp>

#include "plugins/tasks/nmt/model/dropout_mask.hpp"

namespace autoloss::nmt {
namespace {

// [T, B, ...] as [T B, ...].
at::Tensor rows_of(const at::Tensor& tensor) {
  return tensor.flatten(0, 1);
}

at::Tensor reordered(const at::Tensor& outputs, const at::Tensor& rows) {
  return rows_of(outputs).index_select(0, rows).view_as(outputs);
}

LayerState zero_state(Cell cell, const at::Tensor& like, int64_t sentences, int64_t hidden) {
  const at::Tensor zero = at::zeros({sentences, hidden}, like.options().requires_grad(false));
  return {zero, cell == Cell::kLstm ? zero : at::Tensor()};
}

}  // namespace

at::Tensor Dropout::operator()(const at::Tensor& input) const {
  if (probability_ <= 0) return input;
  const at::Tensor mask = at::empty(input.sizes(), input.options().requires_grad(false));
  dropout_mask(sdk::derive(key_, (*masks_)++), probability_, mask.data_ptr<float>(),
               static_cast<std::size_t>(mask.numel()));
  return input * mask;
}

Encoding encode(const NetworkSettings& settings, const EncoderWeights& weights, const SourceBatch& batch,
                const Dropout& dropout) {
  const at::Tensor embedded = dropout(at::embedding(weights.embedding, batch.tokens));
  const LayerState first = zero_state(settings.cell, embedded, batch.sentences, settings.hidden);
  at::Tensor inputs = embedded, summary;
  for (std::size_t layer = 0; layer < weights.forward.size(); ++layer) {
    if (layer > 0) inputs = dropout(inputs);
    // Padding lies behind each sentence, also for the direction that reads it from its end: no state that counts has
    // seen any.
    const at::Tensor ahead = run_layer(settings.cell, inputs, first, weights.forward[layer]).outputs;
    const at::Tensor back =
        run_layer(settings.cell, reordered(inputs, batch.reversed), first, weights.backward[layer]).outputs;
    summary = at::cat({rows_of(ahead).index_select(0, batch.last), rows_of(back).index_select(0, batch.last)}, 1);
    inputs = at::cat({ahead, reordered(back, batch.reversed)}, 2);
  }
  at::Tensor memory = weights.memory(dropout(inputs));
  if (settings.add_embedding) memory = memory + (weights.added.weight.defined() ? weights.added(embedded) : embedded);
  return {memory.transpose(0, 1), batch.mask, summary};
}

at::Tensor attend(const at::Tensor& queries, const at::Tensor& memory, const at::Tensor& bias) {
  return at::bmm(at::softmax(at::bmm(queries, memory.transpose(1, 2)) + bias, 2), memory);
}

Decoder::Decoder(const NetworkSettings& settings, const DecoderWeights& weights, const Encoding& encoding)
    : settings_(settings), weights_(weights), memory_(encoding.memory), mask_(encoding.mask) {
  const at::Tensor bridged = at::tanh(weights.bridge(encoding.summary));
  for (const at::Tensor& hidden : bridged.chunk(settings.layers, 1)) {
    LayerState state = zero_state(settings.cell, hidden, hidden.size(0), settings.hidden);
    state.hidden = hidden;
    state_.push_back(std::move(state));
  }
}

at::Tensor Decoder::distance_bias(int64_t first, int64_t count) const {
  const auto options = memory_.options().requires_grad(false);
  const at::Tensor target = at::arange(first, first + count, options).unsqueeze(1);
  const at::Tensor source = at::arange(memory_.size(1), options).unsqueeze(0);
  return weights_.distance * (target - source).abs();
}

at::Tensor Decoder::attentional(const at::Tensor& outputs, int64_t first) const {
  at::Tensor bias = mask_;
  if (settings_.distance_bias) bias = bias + distance_bias(first, outputs.size(1));
  const at::Tensor context = attend(weights_.query(outputs), memory_, bias);
  return at::tanh(weights_.combine(at::cat({context, outputs}, 2)));
}

at::Tensor Decoder::scores(const TargetBatch& target, const Dropout& dropout) const {
  at::Tensor outputs = at::embedding(weights_.embedding, target.input);
  for (std::size_t layer = 0; layer < weights_.layers.size(); ++layer)
    outputs = run_layer(settings_.cell, dropout(outputs), state_[layer], weights_.layers[layer]).outputs;
  const at::Tensor combined = attentional(outputs.transpose(0, 1), 0).transpose(0, 1);
  return weights_.output(dropout(rows_of(combined).index_select(0, target.rows)));
}

at::Tensor Decoder::step(const at::Tensor& tokens) {
  at::Tensor outputs = at::embedding(weights_.embedding, tokens.unsqueeze(0));
  for (std::size_t layer = 0; layer < weights_.layers.size(); ++layer) {
    LayerResult result = run_layer(settings_.cell, outputs, state_[layer], weights_.layers[layer]);
    outputs = result.outputs;
    state_[layer] = std::move(result.last);
  }
  return weights_.output(attentional(outputs.transpose(0, 1), place_++).squeeze(1));
}

void Decoder::select(const at::Tensor& sentences) {
  memory_ = memory_.index_select(0, sentences);
  mask_ = mask_.index_select(0, sentences);
  for (LayerState& state : state_) {
    state.hidden = state.hidden.index_select(0, sentences);
    if (state.memory.defined()) state.memory = state.memory.index_select(0, sentences);
  }
}

at::Tensor tag_scores(const LinearTaggerWeights& weights, const Encoding& encoding, const at::Tensor& rows,
                      const Dropout& dropout) {
  return weights.output(dropout(rows_of(encoding.memory.transpose(0, 1)).index_select(0, rows)));
}

}  // namespace autoloss::nmt
