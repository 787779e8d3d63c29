// How a gradient changes the parameters: Adam or plain gradient descent.
#ifndef AUTOLOSS_SHARED_TRAINING_OPTIMIZER_HPP
#define AUTOLOSS_SHARED_TRAINING_OPTIMIZER_HPP

#include <autoloss/cpp/stream.hpp>
#include <vector>

#include "plugins/shared/training/aligned.hpp"
#include "plugins/shared/training/descent.hpp"

namespace autoloss::training {

struct OptimizerSettings {
  enum class Method { kAdam, kSgd };
  Method method = Method::kAdam;
  double learning_rate = 5e-4;
  double beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8;  // of Adam
  // One set of moments and one step count for all losses, which makes alternating like a weighted sum; otherwise one
  // for each loss, and then the schedule no longer depends on how a loss is scaled.
  bool shared = true;

  bool operator==(const OptimizerSettings&) const = default;
};

// The optimizer of one model in training. Not thread-safe.
class Optimizer {
 public:
  // Starts afresh, for so many losses on parameters of so many blocks. Allocates only what earlier starts have not.
  void start(const OptimizerSettings& settings, std::size_t losses, std::size_t blocks);

  // Takes one step down the slope of a loss.
  SlopeSums update(std::size_t loss, const Slope& slope, const Folding& folding, float* theta);

  void save(sdk::Writer& writer) const;
  void load(sdk::Reader& reader);

 private:
  struct Moments {
    AlignedFloats first, second;
    double power1 = 1, power2 = 1;  // beta1^t, beta2^t after t steps
  };
  OptimizerSettings settings_;
  std::vector<Moments> moments_;
};

}  // namespace autoloss::training

#endif
