// The vector code of a training step. Every function runs with the widest instructions that the processor has, chosen
// when it is first called; sums of another width differ in their last bits.
//
// Arrays of parameters, gradients and moments start a cache line and are padded with zeros to whole blocks of kBlock
// numbers; every function here keeps the padding zero. [thread-safe], as long as outputs are not shared.
#ifndef AUTOLOSS_REGRESSION_KERNELS_HPP
#define AUTOLOSS_REGRESSION_KERNELS_HPP

#include <cstddef>
#include <cstdint>

#include "plugins/shared/training/aligned.hpp"
#include "plugins/shared/training/descent.hpp"

namespace autoloss::regression {

using training::AlignedFloats;
using training::kBlock;

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

}  // namespace autoloss::regression

#endif
