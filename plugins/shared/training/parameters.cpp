#include "plugins/shared/training/parameters.hpp"

#include <algorithm>
#include <string>

#include "plugins/shared/training/state.hpp"

namespace autoloss::training {

void Parameters::start(const OptimizerSettings& settings, std::size_t losses, const AlignedFloats& copies) {
  copies_ = copies;
  share_.resize(copies_.size());
  std::transform(copies_.begin(), copies_.end(), share_.begin(), [](float n) { return n > 0.0f ? 1.0f / n : 0.0f; });
  theta_.assign(copies_.size(), 0.0f);
  is_kept_.fill(false);
  optimizer_.start(settings, losses, copies_.size() / kBlock);
}

void Parameters::keep(std::size_t slot) {
  kept_[slot] = theta_;
  is_kept_[slot] = true;
}

void Parameters::recall(std::size_t slot) {
  if (!is_kept_[slot])
    throw sdk::Error(AUTOLOSS_INVALID_STATE, "no parameters were kept in slot " + std::to_string(slot));
  theta_ = kept_[slot];
}

void Parameters::save(sdk::Writer& writer) const {
  save_floats(writer, theta_);
  optimizer_.save(writer);
  for (std::size_t slot = 0; slot < kSlots; ++slot) {
    writer.value<uint8_t>(is_kept_[slot]);
    if (is_kept_[slot]) save_floats(writer, kept_[slot]);
  }
}

void Parameters::load(sdk::Reader& reader) {
  load_floats(reader, theta_);
  optimizer_.load(reader);
  for (std::size_t slot = 0; slot < kSlots; ++slot) {
    is_kept_[slot] = reader.value<uint8_t>() != 0;
    kept_[slot].resize(theta_.size());
    if (is_kept_[slot]) load_floats(reader, kept_[slot]);
  }
}

}  // namespace autoloss::training
