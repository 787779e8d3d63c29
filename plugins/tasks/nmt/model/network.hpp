// The network: an encoder that all jobs share, and what each job has behind it.
#ifndef AUTOLOSS_NMT_MODEL_NETWORK_HPP
#define AUTOLOSS_NMT_MODEL_NETWORK_HPP

#include <optional>
#include <vector>

#include "plugins/tasks/nmt/model/batch.hpp"
#include "plugins/tasks/nmt/model/parameters.hpp"

namespace autoloss::nmt {

// Dropout in training: a fresh mask for each call; nothing if it was made without arguments. Not thread-safe.
class Dropout {
 public:
  Dropout() = default;
  // masks: how many were drawn under the key so far; counts on.
  Dropout(double probability, uint64_t key, uint64_t& masks) : probability_(probability), key_(key), masks_(&masks) {}
  at::Tensor operator()(const at::Tensor& input) const;

 private:
  double probability_ = 0;
  uint64_t key_ = 0;
  uint64_t* masks_ = nullptr;
};

// A batch of sentences as the encoder sees them.
struct Encoding {
  at::Tensor memory;   // [B, T, H] what attention looks at
  at::Tensor mask;     // [B, 1, T]
  at::Tensor summary;  // [B, 2 H] the last states of both directions
};

Encoding encode(const NetworkSettings& settings, const EncoderWeights& weights, const SourceBatch& batch,
                const Dropout& dropout);

// Luong, Pham, Manning: Effective approaches to attention-based neural machine translation. EMNLP 2015.
//   queries  [B, U, H], one for each place of the target
//   memory   [B, T, H]
//   bias     added to the scores [B, U, T], or what stretches to that; -infinity: not looked at
// Returns the contexts [B, U, H], softmax(queries memory' + bias) memory.
at::Tensor attend(const at::Tensor& queries, const at::Tensor& memory, const at::Tensor& bias);

// A decoder with attention above its layers. Whole targets are read at once: attention does not feed back into the
// layers, so that they are one call.
class Decoder {
 public:
  // Keeps references.
  Decoder(const NetworkSettings& settings, const DecoderWeights& weights, const Encoding& encoding);

  // The scores of all tokens [N, V] at the rows of the target that count.
  at::Tensor scores(const TargetBatch& target, const Dropout& dropout) const;

  // Reads one more token of each sentence [B]; returns the scores of what may follow [B, V].
  at::Tensor step(const at::Tensor& tokens);
  // Goes on with these sentences [K] in place of those before, for a beam.
  void select(const at::Tensor& sentences);

 private:
  at::Tensor distance_bias(int64_t first, int64_t count) const;
  // outputs [B, U, H] of the layers at `first` and the places behind it.
  at::Tensor attentional(const at::Tensor& outputs, int64_t first) const;

  const NetworkSettings& settings_;
  const DecoderWeights& weights_;
  at::Tensor memory_, mask_;
  std::vector<LayerState> state_;
  int64_t place_ = 0;
};

// The scores of all tags [N, tags] at the rows that count, from what attention would look at there.
at::Tensor tag_scores(const LinearTaggerWeights& weights, const Encoding& encoding, const at::Tensor& rows,
                      const Dropout& dropout);

}  // namespace autoloss::nmt

#endif
