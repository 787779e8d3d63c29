// Sentences out of a decoder.
#ifndef AUTOLOSS_NMT_MODEL_DECODING_HPP
#define AUTOLOSS_NMT_MODEL_DECODING_HPP

#include <vector>

#include "plugins/tasks/nmt/model/network.hpp"

namespace autoloss::nmt {

// The most probable token at each place, until kEnd or `longest` tokens; neither kBegin nor kEnd is in the result.
std::vector<Tokens> decode_greedily(Decoder decoder, int64_t sentences, int64_t longest);

// Exactly as many tokens as `lengths` says, none of them below kFirstToken.
std::vector<Tokens> decode_tags(Decoder decoder, const std::vector<int64_t>& lengths);

// The best of `width` beginnings that go on side by side, by mean log probability of a token. The decoder is at one
// sentence.
Tokens decode_beam(Decoder decoder, int64_t width, int64_t longest);

}  // namespace autoloss::nmt

#endif
