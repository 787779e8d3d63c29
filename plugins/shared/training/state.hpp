// Saved states: arrays of parameters.
#ifndef AUTOLOSS_SHARED_TRAINING_STATE_HPP
#define AUTOLOSS_SHARED_TRAINING_STATE_HPP

#include <autoloss/cpp/stream.hpp>

#include "plugins/shared/training/aligned.hpp"

namespace autoloss::training {

inline void save_floats(sdk::Writer& writer, const AlignedFloats& values) {
  writer.values(std::span<const float>(values));
}

// Fails with AUTOLOSS_BAD_DATA unless as many were saved as there are.
inline void load_floats(sdk::Reader& reader, AlignedFloats& values) {
  const std::vector<float> saved = reader.values<float>(values.size());
  values.assign(saved.begin(), saved.end());
}

}  // namespace autoloss::training

#endif
