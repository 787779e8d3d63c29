// Which numbers dropout leaves, in vector code.
#ifndef AUTOLOSS_NMT_MODEL_DROPOUT_MASK_HPP
#define AUTOLOSS_NMT_MODEL_DROPOUT_MASK_HPP

#include <cstddef>
#include <cstdint>

namespace autoloss::nmt {

// Fills mask with 0, with that probability, and 1 / (1 - probability). Each number is a hash of the key and its place,
// the same on every machine: LibTorch's generator draws one after the other, which takes as long as the rest of a small
// layer.
void dropout_mask(uint64_t key, double probability, float* mask, std::size_t count);

}  // namespace autoloss::nmt

#endif
