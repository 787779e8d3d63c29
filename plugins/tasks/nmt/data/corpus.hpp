// What a model is trained and measured on: sentences as numbers.
#ifndef AUTOLOSS_NMT_DATA_CORPUS_HPP
#define AUTOLOSS_NMT_DATA_CORPUS_HPP

#include <cstdint>
#include <vector>

namespace autoloss::nmt {

using Tokens = std::vector<int32_t>;

// Numbers with a meaning of their own, in both languages.
constexpr int32_t kPadding = 0, kUnknown = 1, kBegin = 2, kEnd = 3, kFirstToken = 4;

// Neither side holds kBegin or kEnd.
struct EncodedPair {
  Tokens source, target;
  bool operator==(const EncodedPair&) const = default;
};

// A tag for each token; starts_word[i]: whether token i is the first of a word.
struct EncodedTagged {
  Tokens source, tags;
  std::vector<uint8_t> starts_word;
  bool operator==(const EncodedTagged&) const = default;
};

}  // namespace autoloss::nmt

#endif
