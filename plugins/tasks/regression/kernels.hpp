// The vector code of a training step. Every function runs with the widest instructions that the processor has, chosen
// when it is first called; sums of another width differ in their last bits.
//
// Arrays of parameters, gradients and moments start a cache line and are padded with zeros to whole blocks of kBlock
// numbers; every function here keeps the padding zero. [thread-safe], as long as outputs are not shared.
#ifndef AUTOLOSS_REGRESSION_KERNELS_HPP
#define AUTOLOSS_REGRESSION_KERNELS_HPP

#include <cstddef>
#include <cstdint>

namespace autoloss::regression {

inline constexpr std::size_t kBlock = 16;
inline constexpr std::size_t kTileSize = kBlock * kBlock;

// Tiles in the upper triangle of a symmetric matrix of so many blocks, diagonal included.
constexpr std::size_t tile_count(std::size_t blocks) {
  return blocks * (blocks + 1) / 2;
}

// A squared error as a quadratic function of the parameters: theta' G theta - 2 h' theta + constant.
struct GramView {
  const float* tiles;   // G: upper triangle in tiles of kBlock x kBlock, by block row; diagonal tiles are whole
  const float* moment;  // h
  std::size_t blocks;
};

// Rows of features with their targets.
struct RowsView {
  const float* features;  // row by row, blocks * kBlock numbers each
  const float* targets;
  std::size_t blocks;
};

// Writes the gradient 2 (G theta - h) and returns theta' G theta - 2 h' theta.
double gram_gradient(const GramView& gram, const float* theta, float* gradient);

// Returns theta' G theta - 2 h' theta.
double gram_loss(const GramView& gram, const float* theta);

// Writes the gradient of the mean squared error over the rows of an index list and returns that error.
double rows_gradient(const RowsView& rows, const uint32_t* index, std::size_t count, const float* theta,
                     float* gradient);

// Returns the mean squared error over the first count rows.
double rows_loss(const RowsView& rows, std::size_t count, const float* theta);

// Adds the products of count rows to the tiles of a Gram matrix and to the moment: not divided by the row count.
void add_to_gram(const RowsView& rows, std::size_t count, float* tiles, float* moment);

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

}  // namespace autoloss::regression

#endif
