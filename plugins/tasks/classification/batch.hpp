// Rows in the two orders that the network reads: row by row and in panels (kernels.hpp).
#ifndef AUTOLOSS_CLASSIFICATION_BATCH_HPP
#define AUTOLOSS_CLASSIFICATION_BATCH_HPP

#include <span>

#include "plugins/shared/training/aligned.hpp"
#include "plugins/tasks/classification/kernels.hpp"
#include "plugins/tasks/classification/source.hpp"

namespace autoloss::classification {

// Rows with their labels; each weighs 1 / count, the padding 0.
class Batch {
 public:
  Batch() = default;
  explicit Batch(const Rows& rows);

  // Takes rows out of another batch, by index. Allocates only what was not needed before.
  void gather(const Batch& from, std::span<const uint32_t> rows);

  std::size_t row_count() const { return count_; }
  std::size_t panel_count() const { return padded(count_) / kBlock; }
  const float* rows() const { return rows_.data(); }
  ConstPanels panels() const { return {panels_.data(), width_}; }
  RowsView labels() const { return {labels_.data(), weights_.data()}; }

 private:
  void resize(std::size_t count, std::size_t width);
  void fill_panels();

  std::size_t count_ = 0;
  std::size_t width_ = 0;  // padded
  training::AlignedFloats rows_, panels_, labels_, weights_;
};

}  // namespace autoloss::classification

#endif
