// The vector code of an update: a gradient, an L1 penalty, and what they do to the parameters. Every function runs with
// the widest instructions that the processor has, chosen when it is first called; sums of another width differ in their
// last bits.
//
// Arrays of parameters, gradients and moments start a cache line and are padded with zeros to whole blocks of kBlock
// numbers; every function here keeps the padding zero. [thread-safe], as long as outputs are not shared.
#ifndef AUTOLOSS_SHARED_TRAINING_DESCENT_HPP
#define AUTOLOSS_SHARED_TRAINING_DESCENT_HPP

#include <cstddef>

namespace autoloss::training {

inline constexpr std::size_t kBlock = 16;

// One stored parameter may stand for several equal parameters of the model (A_ij and A_ji).
struct Folding {
  const float* copies;  // how many it stands for; 0 in the padding
  const float* share;   // 1 / copies: the gradient of each of them, as a share of the stored one's; 0 in the padding
  std::size_t blocks;
};

// What is minimised: a loss with a given gradient (none: nullptr) plus l1_weight * |theta|_1.
struct Slope {
  const float* gradient;
  float l1_weight;
};

// Sums over the parameters of the model, as they are before the update.
struct SlopeSums {
  double squared_norm;  // of the whole gradient
  double l1_norm;       // |theta|_1
};

SlopeSums measure_slope(const Slope& slope, const Folding& folding, const float* theta);

// One update of Adam (Kingma, Ba: Adam. ICLR 2015, algorithm 1); what depends on the step count is worked out before.
struct AdamStep {
  float rate;   // learning rate / (1 - beta1^t)
  float scale;  // 1 / sqrt(1 - beta2^t)
  float beta1, beta2, epsilon;
};
SlopeSums adam_update(const AdamStep& step, const Slope& slope, const Folding& folding, float* theta, float* first,
                      float* second);

// theta -= rate * gradient.
SlopeSums sgd_update(float rate, const Slope& slope, const Folding& folding, float* theta);

// The instructions in use: "AVX3", "AVX2", "SSE4", ...
const char* instruction_set();

// The library behind this and the instructions in use: "Highway 1.0.3 (AVX3)". Lives as long as the process.
const char* vector_library();

}  // namespace autoloss::training

#endif
