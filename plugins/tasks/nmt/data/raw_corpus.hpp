// A user's files as they are.
#ifndef AUTOLOSS_NMT_DATA_RAW_CORPUS_HPP
#define AUTOLOSS_NMT_DATA_RAW_CORPUS_HPP

#include <array>
#include <cstdint>
#include <vector>

#include "plugins/tasks/nmt/data/file_corpus.hpp"
#include "plugins/tasks/nmt/data/sentences.hpp"

namespace autoloss::nmt {

// Sentences of each part with their digits at zero, and a digest of all that they were read from.
struct RawCorpus {
  std::array<std::vector<SentencePair>, kFileParts> pairs;
  std::array<std::array<std::vector<TaggedSentence>, kFileParts>, 2> tagged;
  uint64_t digest = 0;
};

// Throws sdk::Error: what the readers throw.
RawCorpus read_corpus(const CorpusSettings& settings);

// Cuts the sentences into subwords that are learned from the training sentences.
FileCorpus encode_corpus(const RawCorpus& raw, const CorpusSettings& settings);

}  // namespace autoloss::nmt

#endif
