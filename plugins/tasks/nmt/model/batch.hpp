// Sentences as tensors.
#ifndef AUTOLOSS_NMT_MODEL_BATCH_HPP
#define AUTOLOSS_NMT_MODEL_BATCH_HPP

#include <vector>

#include "plugins/shared/torch/torch.hpp"
#include "plugins/tasks/nmt/data/corpus.hpp"

namespace autoloss::nmt {

// T places of B sentences, padded at their ends. A "row" of a tensor [T, B, ...] is place * B + sentence.
struct SourceBatch {
  int64_t places = 0, sentences = 0;
  at::Tensor tokens;             // [T, B]
  at::Tensor reversed;           // [T B] the row that holds the token as far from the sentence's end as this one is
                                 // from its beginning; padding stays where it is
  at::Tensor last;               // [B] the row of the last token
  at::Tensor mask;               // [B, 1, T] 0 for a token, -infinity for padding
  std::vector<int64_t> lengths;  // of each sentence
};

// What a decoder reads and is to write, U places of B sentences.
struct TargetBatch {
  at::Tensor input;     // [U, B] what was written before each place
  at::Tensor rows;      // [N] of the places that count
  at::Tensor expected;  // [N] what belongs there
};

struct Batch {
  SourceBatch source;
  TargetBatch target;
  int64_t tokens() const { return target.expected.size(0); }  // that are to be written
  double padding = 0;  // share of the places, source and target, that hold nothing
};

SourceBatch make_source(const std::vector<const Tokens*>& sentences);

// To translate; what is written ends with kEnd.
Batch make_batch(const std::vector<const EncodedPair*>& pairs);

// To tag. Tag t is written as the token kFirstToken + t, so that a decoder can begin with kBegin.
Batch make_batch(const std::vector<const EncodedTagged*>& sentences);

}  // namespace autoloss::nmt

#endif
