// What a network looks like.
#ifndef AUTOLOSS_NMT_MODEL_NETWORK_SETTINGS_HPP
#define AUTOLOSS_NMT_MODEL_NETWORK_SETTINGS_HPP

#include <cstdint>

namespace autoloss::nmt {

enum class Cell { kGru, kLstm };

struct NetworkSettings {
  Cell cell = Cell::kGru;
  int64_t layers = 1;      // of the encoder, a direction, and of each decoder
  int64_t embedding = 32;  // numbers of a token
  int64_t hidden = 32;     // of a layer, a direction
  double dropout = 0.2;
  bool add_embedding = true;  // what attention looks at gets the source token's embedding added
  bool distance_bias = true;  // attention has a learned bias on how far apart source and target place are
  bool tag_decoder = false;   // tags come from a decoder with attention, one after the other; else from each place
};

}  // namespace autoloss::nmt

#endif
