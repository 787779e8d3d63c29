#include "plugins/tasks/nmt/model/batch.hpp"

#include <algorithm>
#include <limits>

#include "plugins/tasks/nmt/data/bucketed_batches.hpp"

namespace autoloss::nmt {
namespace {

at::Tensor tensor_of(const std::vector<int64_t>& numbers, at::IntArrayRef shape) {
  return torch::tensor(numbers, at::kLong).view(shape);
}

std::vector<uint32_t> lengths_of(const std::vector<Tokens>& sentences) {
  std::vector<uint32_t> lengths;
  for (const Tokens& tokens : sentences) lengths.push_back(static_cast<uint32_t>(tokens.size()));
  return lengths;
}

// What is to be written, and before it what a decoder has read then.
TargetBatch make_target(const std::vector<Tokens>& expected) {
  std::size_t places = 0;
  for (const Tokens& tokens : expected) places = std::max(places, tokens.size());
  const std::size_t sentences = expected.size();
  std::vector<int64_t> input(places * sentences, kPadding), rows, wanted;
  for (std::size_t place = 0; place < places; ++place)
    for (std::size_t sentence = 0; sentence < sentences; ++sentence) {
      const Tokens& tokens = expected[sentence];
      if (place >= tokens.size()) continue;
      const std::size_t row = place * sentences + sentence;
      input[row] = place == 0 ? kBegin : tokens[place - 1];
      rows.push_back(static_cast<int64_t>(row));
      wanted.push_back(tokens[place]);
    }
  const auto count = static_cast<int64_t>(rows.size());
  return {tensor_of(input, {static_cast<int64_t>(places), static_cast<int64_t>(sentences)}), tensor_of(rows, {count}),
          tensor_of(wanted, {count})};
}

// Source and target together.
double padding_of(const SourceBatch& source, const std::vector<Tokens>& expected) {
  const std::vector<uint32_t> targets = lengths_of(expected);
  const std::vector<uint32_t> sources(source.lengths.begin(), source.lengths.end());
  const double source_places = static_cast<double>(source.places),
               target_places = static_cast<double>(*std::max_element(targets.begin(), targets.end()));
  return (padding_share(sources) * source_places + padding_share(targets) * target_places) /
         (source_places + target_places);
}

Batch make_batch(const std::vector<const Tokens*>& sources, const std::vector<Tokens>& expected) {
  Batch batch{make_source(sources), make_target(expected)};
  batch.padding = padding_of(batch.source, expected);
  return batch;
}

}  // namespace

SourceBatch make_source(const std::vector<const Tokens*>& sentences) {
  SourceBatch batch;
  for (const Tokens* tokens : sentences) batch.lengths.push_back(static_cast<int64_t>(tokens->size()));
  batch.sentences = static_cast<int64_t>(sentences.size());
  batch.places = *std::max_element(batch.lengths.begin(), batch.lengths.end());
  const auto count = static_cast<std::size_t>(batch.places * batch.sentences);
  std::vector<int64_t> tokens(count, kPadding), reversed(count), last;
  std::vector<float> mask(count, 0.0f);
  for (int64_t sentence = 0; sentence < batch.sentences; ++sentence) {
    const int64_t length = batch.lengths[static_cast<std::size_t>(sentence)];
    for (int64_t place = 0; place < batch.places; ++place) {
      const auto row = static_cast<std::size_t>(place * batch.sentences + sentence);
      reversed[row] = static_cast<int64_t>(row);
      if (place < length) {
        tokens[row] = (*sentences[static_cast<std::size_t>(sentence)])[static_cast<std::size_t>(place)];
        reversed[row] = (length - 1 - place) * batch.sentences + sentence;
      } else {
        mask[static_cast<std::size_t>(sentence * batch.places + place)] = -std::numeric_limits<float>::infinity();
      }
    }
    last.push_back((length - 1) * batch.sentences + sentence);
  }
  batch.tokens = tensor_of(tokens, {batch.places, batch.sentences});
  batch.reversed = tensor_of(reversed, {batch.places * batch.sentences});
  batch.last = tensor_of(last, {batch.sentences});
  batch.mask = torch::tensor(mask, at::kFloat).view({batch.sentences, 1, batch.places});
  return batch;
}

Batch make_batch(const std::vector<const EncodedPair*>& pairs) {
  std::vector<const Tokens*> sources;
  std::vector<Tokens> expected;
  for (const EncodedPair* pair : pairs) {
    sources.push_back(&pair->source);
    expected.push_back(pair->target);
    expected.back().push_back(kEnd);
  }
  return make_batch(sources, expected);
}

Batch make_batch(const std::vector<const EncodedTagged*>& sentences) {
  std::vector<const Tokens*> sources;
  std::vector<Tokens> expected;
  for (const EncodedTagged* sentence : sentences) {
    sources.push_back(&sentence->source);
    expected.push_back(sentence->tags);
    for (int32_t& tag : expected.back()) tag += kFirstToken;
  }
  return make_batch(sources, expected);
}

}  // namespace autoloss::nmt
