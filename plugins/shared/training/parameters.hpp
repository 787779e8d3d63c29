// The parameters of a model in training, with all that changes and remembers them.
#ifndef AUTOLOSS_SHARED_TRAINING_PARAMETERS_HPP
#define AUTOLOSS_SHARED_TRAINING_PARAMETERS_HPP

#include <autoloss/task.h>

#include <array>
#include <autoloss/cpp/stream.hpp>
#include <span>

#include "plugins/shared/training/aligned.hpp"
#include "plugins/shared/training/optimizer.hpp"

namespace autoloss::training {

// Stored parameters in whole blocks, their optimizer, and the sets that keep() remembers. Each stored number stands for
// `copies` equal parameters of the model; 0 marks padding, which stays zero. Updates and measurements allocate nothing.
// Not thread-safe.
class Parameters {
 public:
  // Starts afresh with every parameter 0, for so many losses; forgets what was kept. copies: whole blocks.
  void start(const OptimizerSettings& settings, std::size_t losses, const AlignedFloats& copies);

  float* data() { return theta_.data(); }
  const float* data() const { return theta_.data(); }
  const AlignedFloats& values() const { return theta_; }
  std::size_t size() const { return theta_.size(); }  // padding included

  // Takes one step down the slope of a loss. Returns the sums of before the step.
  SlopeSums update(std::size_t loss, const Slope& slope) {
    return optimizer_.update(loss, slope, folding(), theta_.data());
  }
  SlopeSums measure(const Slope& slope) const { return measure_slope(slope, folding(), theta_.data()); }
  double l1_norm() const { return measure({nullptr, 0.0f}).l1_norm; }

  void keep(std::size_t slot);
  void recall(std::size_t slot);  // throws Error(AUTOLOSS_INVALID_STATE) for an empty slot

  // Everything that going on needs; load() wants a start() with equal arguments before it.
  void save(sdk::Writer& writer) const;
  void load(sdk::Reader& reader);

 private:
  static constexpr std::size_t kSlots = AUTOLOSS_KEEP_SLOTS;
  Folding folding() const { return {copies_.data(), share_.data(), theta_.size() / kBlock}; }

  Optimizer optimizer_;
  AlignedFloats copies_, share_;  // of the folding
  AlignedFloats theta_;
  std::array<AlignedFloats, kSlots> kept_;
  std::array<bool, kSlots> is_kept_{};
};

}  // namespace autoloss::training

#endif
