#include "plugins/tasks/regression/kernels.hpp"

// Arrays of vectors live in registers here, which scalable vectors (SVE, RVV) cannot do.
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "plugins/tasks/regression/kernels.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace autoloss::regression {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using Floats = hn::CappedTag<float, kBlock>;
using Vector = hn::Vec<Floats>;
constexpr Floats kFloats;
constexpr std::size_t kLanes = hn::MaxLanes(Floats());

HWY_INLINE double sum(Vector v) {
  return hn::GetLane(hn::SumOfLanes(kFloats, v));
}

// The sums of kLanes vectors, in order, as one vector: pairs of neighbours are added until one vector is left.
HWY_INLINE Vector sums_of(Vector (&rows)[kLanes]) {
#if HWY_TARGET != HWY_SCALAR  // one lane: nothing to add
#pragma GCC unroll 16
  for (std::size_t left = kLanes / 2; left > 0; left /= 2) {
#pragma GCC unroll 16
    for (std::size_t k = 0; k < left; ++k)
      rows[k] = hn::Add(hn::ConcatEven(kFloats, rows[2 * k + 1], rows[2 * k]),
                        hn::ConcatOdd(kFloats, rows[2 * k + 1], rows[2 * k]));
  }
#endif
  return rows[0];
}

// y += tile * x for kLanes rows of a diagonal tile, which is symmetric: as a sum of its rows.
HWY_INLINE void multiply_diagonal(const float* HWY_RESTRICT tile, const float* HWY_RESTRICT x, float* HWY_RESTRICT y) {
  for (std::size_t column = 0; column < kBlock; column += kLanes) {
    Vector total = hn::Load(kFloats, y + column);
#pragma GCC unroll 16
    for (std::size_t row = 0; row < kLanes; ++row)
      total = hn::MulAdd(hn::Load(kFloats, tile + row * kBlock + column), hn::Set(kFloats, x[row]), total);
    hn::Store(total, kFloats, y + column);
  }
}

// For kLanes rows of the tiles right of the diagonal: their products with x into `rows`, those of their transposes
// into y. Each number of the matrix is read once.
HWY_INLINE void multiply_right(const float* HWY_RESTRICT tile, std::size_t tiles, const float* HWY_RESTRICT x,
                               const float* HWY_RESTRICT x_right, float* HWY_RESTRICT y_right, Vector (&rows)[kLanes]) {
  for (std::size_t t = 0; t < tiles; ++t, tile += kTileSize, x_right += kBlock, y_right += kBlock) {
    for (std::size_t column = 0; column < kBlock; column += kLanes) {
      const Vector x_here = hn::Load(kFloats, x_right + column);
      Vector y_here = hn::Load(kFloats, y_right + column);
#pragma GCC unroll 16
      for (std::size_t row = 0; row < kLanes; ++row) {
        const Vector g = hn::Load(kFloats, tile + row * kBlock + column);
        rows[row] = hn::MulAdd(g, x_here, rows[row]);
        y_here = hn::MulAdd(g, hn::Set(kFloats, x[row]), y_here);
      }
      hn::Store(y_here, kFloats, y_right + column);
    }
  }
}

// y = G x.
HWY_INLINE void multiply(const float* HWY_RESTRICT tiles, std::size_t blocks, const float* HWY_RESTRICT x,
                         float* HWY_RESTRICT y) {
  for (std::size_t i = 0; i < blocks * kBlock; i += kLanes) hn::Store(hn::Zero(kFloats), kFloats, y + i);
  for (std::size_t block = 0; block < blocks; ++block) {
    const std::size_t right = blocks - block - 1;
    for (std::size_t first = 0; first < kBlock; first += kLanes) {
      const float* x_rows = x + block * kBlock + first;
      float* y_rows = y + block * kBlock + first;
      multiply_diagonal(tiles + first * kBlock, x_rows, y + block * kBlock);
      Vector rows[kLanes];
#pragma GCC unroll 16
      for (std::size_t row = 0; row < kLanes; ++row) rows[row] = hn::Zero(kFloats);
      multiply_right(tiles + kTileSize + first * kBlock, right, x_rows, x + (block + 1) * kBlock,
                     y + (block + 1) * kBlock, rows);
      hn::Store(hn::Add(hn::Load(kFloats, y_rows), sums_of(rows)), kFloats, y_rows);
    }
    tiles += (right + 1) * kTileSize;
  }
}

double GramGradient(const GramView& gram, const float* HWY_RESTRICT theta, float* HWY_RESTRICT gradient) {
  multiply(gram.tiles, gram.blocks, theta, gradient);
  const Vector two = hn::Set(kFloats, 2.0f);
  Vector loss = hn::Zero(kFloats);
  for (std::size_t i = 0; i < gram.blocks * kBlock; i += kLanes) {
    const Vector product = hn::Load(kFloats, gradient + i);
    const Vector moment = hn::Load(kFloats, gram.moment + i);
    const Vector half = hn::Sub(product, moment);
    loss = hn::MulAdd(hn::Load(kFloats, theta + i), hn::Sub(half, moment), loss);
    hn::Store(hn::Mul(two, half), kFloats, gradient + i);
  }
  return sum(loss);
}

// Sum over a tile of x_row * tile(row, column) * x_column.
HWY_INLINE Vector tile_form(const float* HWY_RESTRICT tile, const float* HWY_RESTRICT x_rows,
                            const float* HWY_RESTRICT x_columns, Vector total) {
  for (std::size_t column = 0; column < kBlock; column += kLanes) {
    Vector even = hn::Zero(kFloats);  // two sums: one would wait for each product in turn
    Vector odd = hn::Zero(kFloats);
#pragma GCC unroll 8
    for (std::size_t row = 0; row < kBlock; row += 2) {
      const float* place = tile + row * kBlock + column;
      even = hn::MulAdd(hn::Load(kFloats, place), hn::Set(kFloats, x_rows[row]), even);
      odd = hn::MulAdd(hn::Load(kFloats, place + kBlock), hn::Set(kFloats, x_rows[row + 1]), odd);
    }
    total = hn::MulAdd(hn::Add(even, odd), hn::Load(kFloats, x_columns + column), total);
  }
  return total;
}

double GramLoss(const GramView& gram, const float* HWY_RESTRICT theta) {
  const float* tile = gram.tiles;
  Vector diagonal = hn::Zero(kFloats);
  Vector right = hn::Zero(kFloats);
  for (std::size_t row = 0; row < gram.blocks; ++row) {
    const float* x = theta + row * kBlock;
    diagonal = tile_form(tile, x, x, diagonal);
    tile += kTileSize;
    for (std::size_t column = row + 1; column < gram.blocks; ++column, tile += kTileSize)
      right = tile_form(tile, x, theta + column * kBlock, right);
  }
  Vector linear = hn::Zero(kFloats);
  for (std::size_t i = 0; i < gram.blocks * kBlock; i += kLanes)
    linear = hn::MulAdd(hn::Load(kFloats, gram.moment + i), hn::Load(kFloats, theta + i), linear);
  const Vector twice = hn::Sub(right, linear);
  return sum(hn::Add(diagonal, hn::Add(twice, twice)));
}

HWY_INLINE double dot(const float* HWY_RESTRICT a, const float* HWY_RESTRICT b, std::size_t count) {
  Vector even = hn::Zero(kFloats);
  Vector odd = hn::Zero(kFloats);
  std::size_t i = 0;
  for (; i + 2 * kLanes <= count; i += 2 * kLanes) {
    even = hn::MulAdd(hn::Load(kFloats, a + i), hn::Load(kFloats, b + i), even);
    odd = hn::MulAdd(hn::Load(kFloats, a + i + kLanes), hn::Load(kFloats, b + i + kLanes), odd);
  }
  if (i < count) even = hn::MulAdd(hn::Load(kFloats, a + i), hn::Load(kFloats, b + i), even);
  return sum(hn::Add(even, odd));
}

HWY_INLINE double residual(const RowsView& rows, std::size_t row, const float* theta) {
  const std::size_t width = rows.blocks * kBlock;
  return dot(rows.features + row * width, theta, width) - static_cast<double>(rows.targets[row]);
}

HWY_INLINE void add_scaled(float factor, const float* HWY_RESTRICT x, std::size_t count, float* HWY_RESTRICT y) {
  const Vector scale = hn::Set(kFloats, factor);
  for (std::size_t i = 0; i < count; i += kLanes)
    hn::Store(hn::MulAdd(scale, hn::Load(kFloats, x + i), hn::Load(kFloats, y + i)), kFloats, y + i);
}

double RowsGradient(const RowsView& rows, const uint32_t* HWY_RESTRICT index, std::size_t count,
                    const float* HWY_RESTRICT theta, float* HWY_RESTRICT gradient) {
  const std::size_t width = rows.blocks * kBlock;
  const double share = 1.0 / static_cast<double>(count);
  for (std::size_t i = 0; i < width; i += kLanes) hn::Store(hn::Zero(kFloats), kFloats, gradient + i);
  double squares = 0;
  for (std::size_t k = 0; k < count; ++k) {
    const double error = residual(rows, index[k], theta);
    squares += error * error;
    add_scaled(static_cast<float>(2.0 * error * share), rows.features + index[k] * width, width, gradient);
  }
  return squares * share;
}

double RowsLoss(const RowsView& rows, std::size_t count, const float* HWY_RESTRICT theta) {
  double squares = 0;
  for (std::size_t row = 0; row < count; ++row) {
    const double error = residual(rows, row, theta);
    squares += error * error;
  }
  return squares / static_cast<double>(count);
}

// Adds the outer products of kLanes features (from `left` on) and a vector of features (from `right` on) over all
// rows to a part of a tile.
HWY_INLINE void add_products(const float* HWY_RESTRICT left, const float* HWY_RESTRICT right, std::size_t width,
                             std::size_t count, float* HWY_RESTRICT tile) {
  Vector total[kLanes];
#pragma GCC unroll 16
  for (std::size_t row = 0; row < kLanes; ++row) total[row] = hn::Load(kFloats, tile + row * kBlock);
  for (std::size_t k = 0; k < count; ++k, left += width, right += width) {
    const Vector here = hn::Load(kFloats, right);
#pragma GCC unroll 16
    for (std::size_t row = 0; row < kLanes; ++row)
      total[row] = hn::MulAdd(hn::Set(kFloats, left[row]), here, total[row]);
  }
#pragma GCC unroll 16
  for (std::size_t row = 0; row < kLanes; ++row) hn::Store(total[row], kFloats, tile + row * kBlock);
}

void AddToGram(const RowsView& rows, std::size_t count, float* HWY_RESTRICT tiles, float* HWY_RESTRICT moment) {
  const std::size_t width = rows.blocks * kBlock;
  float* tile = tiles;
  for (std::size_t left = 0; left < width; left += kBlock)
    for (std::size_t right = left; right < width; right += kBlock, tile += kTileSize)
      for (std::size_t row = 0; row < kBlock; row += kLanes)
        for (std::size_t column = 0; column < kBlock; column += kLanes)
          add_products(rows.features + left + row, rows.features + right + column, width, count,
                       tile + row * kBlock + column);
  for (std::size_t k = 0; k < count; ++k) add_scaled(rows.targets[k], rows.features + k * width, width, moment);
}

}  // namespace HWY_NAMESPACE
}  // namespace autoloss::regression
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace autoloss::regression {

HWY_EXPORT(GramGradient);
HWY_EXPORT(GramLoss);
HWY_EXPORT(RowsGradient);
HWY_EXPORT(RowsLoss);
HWY_EXPORT(AddToGram);

double gram_gradient(const GramView& gram, const float* theta, float* gradient) {
  return HWY_DYNAMIC_DISPATCH(GramGradient)(gram, theta, gradient);
}
double gram_loss(const GramView& gram, const float* theta) {
  return HWY_DYNAMIC_DISPATCH(GramLoss)(gram, theta);
}
double rows_gradient(const RowsView& rows, const uint32_t* index, std::size_t count, const float* theta,
                     float* gradient) {
  return HWY_DYNAMIC_DISPATCH(RowsGradient)(rows, index, count, theta, gradient);
}
double rows_loss(const RowsView& rows, std::size_t count, const float* theta) {
  return HWY_DYNAMIC_DISPATCH(RowsLoss)(rows, count, theta);
}
void add_to_gram(const RowsView& rows, std::size_t count, float* tiles, float* moment) {
  HWY_DYNAMIC_DISPATCH(AddToGram)(rows, count, tiles, moment);
}
}  // namespace autoloss::regression
#endif
