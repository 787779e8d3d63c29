#include "tests/bench/nmt/bare_nmt.hpp"

#include <torch/nn/utils/clip_grad.h>
#include <torch/optim/adam.h>

namespace autoloss::bench {
namespace {

constexpr int64_t kHidden = 32;
constexpr double kDropout = 0.2;

at::Tensor weight(at::IntArrayRef shape) {
  return (0.2 * at::randn(shape)).requires_grad_();
}
std::vector<at::Tensor> gru(int directions) {
  std::vector<at::Tensor> parameters;
  for (int direction = 0; direction < directions; ++direction)
    for (const auto& shape :
         {std::vector<int64_t>{3 * kHidden, kHidden}, {3 * kHidden, kHidden}, {3 * kHidden}, {3 * kHidden}})
      parameters.push_back(weight(shape));
  return parameters;
}
at::Tensor dropped(const at::Tensor& input) {
  return at::dropout(input, kDropout, true);
}

}  // namespace

struct BareNmt::Parts {
  Parts(int64_t source, int64_t target, int64_t tags)
      : source_embedding(weight({source, kHidden})),
        target_embedding(weight({target, kHidden})),
        output(weight({target, kHidden})),
        output_bias(weight({target})),
        tagger(weight({tags, kHidden})),
        tagger_bias(weight({tags})) {
    for (const auto& list : {encoder, decoder}) all.insert(all.end(), list.begin(), list.end());
    for (const at::Tensor& tensor : {source_embedding, target_embedding, memory, bridge, query, combine, distance,
                                     output, output_bias, tagger, tagger_bias})
      all.push_back(tensor);
    adam = std::make_unique<torch::optim::Adam>(all, torch::optim::AdamOptions(7e-3));
  }

  // [T, B, H], and the last states of both directions.
  std::pair<at::Tensor, at::Tensor> encode(const nmt::SourceBatch& batch) const {
    const at::Tensor embedded = dropped(at::embedding(source_embedding, batch.tokens));
    const auto [outputs, last] =
        at::gru(embedded, at::zeros({2, batch.sentences, kHidden}), encoder, true, 1, 0.0, true, true, false);
    return {at::linear(dropped(outputs), memory) + embedded, at::cat({last[0], last[1]}, 1)};
  }

  void update(const at::Tensor& loss) {
    adam->zero_grad();
    loss.backward();
    torch::nn::utils::clip_grad_norm_(all, 1.0);
    adam->step();
  }

  std::vector<at::Tensor> encoder = gru(2), decoder = gru(1);
  at::Tensor memory = weight({kHidden, 2 * kHidden}), bridge = weight({kHidden, 2 * kHidden});
  at::Tensor query = weight({kHidden, kHidden}), combine = weight({kHidden, 2 * kHidden}), distance = weight({1});
  at::Tensor source_embedding, target_embedding, output, output_bias, tagger, tagger_bias;
  std::vector<at::Tensor> all;
  std::unique_ptr<torch::optim::Adam> adam;
};

BareNmt::BareNmt(int64_t source_tokens, int64_t target_tokens, int64_t tags)
    : parts_(std::make_unique<Parts>(source_tokens, target_tokens, tags)) {}
BareNmt::~BareNmt() = default;

void BareNmt::translation_step(const nmt::Batch& batch) {
  Parts& p = *parts_;
  const auto [states, last] = p.encode(batch.source);
  const at::Tensor memory = states.transpose(0, 1);
  const at::Tensor first = at::tanh(at::linear(last, p.bridge)).unsqueeze(0);
  const at::Tensor input = dropped(at::embedding(p.target_embedding, batch.target.input));
  const at::Tensor outputs =
      std::get<0>(at::gru(input, first, p.decoder, true, 1, 0.0, true, false, false)).transpose(0, 1);
  const at::Tensor apart =
      (at::arange(outputs.size(1), at::kFloat).unsqueeze(1) - at::arange(memory.size(1), at::kFloat)).abs();
  const at::Tensor scores = at::bmm(at::linear(outputs, p.query), memory.transpose(1, 2)) + p.distance * apart;
  const at::Tensor context = at::bmm(at::softmax(scores + batch.source.mask, 2), memory);
  const at::Tensor combined = dropped(at::tanh(at::linear(at::cat({context, outputs}, 2), p.combine)));
  const at::Tensor logits = at::linear(combined.transpose(0, 1).reshape({-1, kHidden}), p.output, p.output_bias);
  p.update(at::cross_entropy_loss(logits.index_select(0, batch.target.rows), batch.target.expected));
}

void BareNmt::tagging_step(const nmt::Batch& batch) {
  Parts& p = *parts_;
  const at::Tensor logits =
      at::linear(dropped(p.encode(batch.source).first).view({-1, kHidden}), p.tagger, p.tagger_bias);
  p.update(at::cross_entropy_loss(logits.index_select(0, batch.target.rows), batch.target.expected));
}

}  // namespace autoloss::bench
