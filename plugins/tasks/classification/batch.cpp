#include "plugins/tasks/classification/batch.hpp"

#include <algorithm>

namespace autoloss::classification {

Batch::Batch(const Rows& rows) {
  resize(rows.count, padded(rows.features));
  for (std::size_t row = 0; row < rows.count; ++row) {
    std::copy_n(rows.input(row).data(), rows.features, rows_.data() + row * width_);
    labels_[row] = static_cast<float>(rows.labels[row]);
  }
  fill_panels();
}

void Batch::gather(const Batch& from, std::span<const uint32_t> rows) {
  resize(rows.size(), from.width_);
  for (std::size_t row = 0; row < rows.size(); ++row) {
    std::copy_n(from.rows_.data() + rows[row] * width_, width_, rows_.data() + row * width_);
    labels_[row] = from.labels_[rows[row]];
  }
  fill_panels();
}

void Batch::resize(std::size_t count, std::size_t width) {
  count_ = count;
  width_ = width;
  rows_.assign(padded(count) * width, 0.0f);
  panels_.resize(rows_.size());
  labels_.assign(padded(count), 0.0f);
  weights_.assign(padded(count), 0.0f);
  std::fill_n(weights_.begin(), count, 1.0f / static_cast<float>(count));
}

void Batch::fill_panels() {
  rows_to_panels(rows_.data(), width_, panel_count(), panels_.data());
}

}  // namespace autoloss::classification
