#include "plugins/tasks/classification/data_set.hpp"

namespace autoloss::classification {

const Batch& DataSet::batch(Split split) {
  std::optional<Batch>& batch = batches_[static_cast<std::size_t>(split)];
  if (!batch) batch.emplace(rows(split));
  return *batch;
}

Rows DataSet::rows(Split split) const {
  const Partition valid = role_ == Role::kGuided ? Partition::kTaskValid : Partition::kControllerValid;
  const std::size_t half = source_->row_count(valid) / 2;
  switch (split) {
    case Split::kTrain:
      return source_->rows(training_partition(role_));
    case Split::kValid:
      return source_->rows(valid);
    case Split::kValidFirst:
      return source_->rows(valid).slice(0, half);
    case Split::kValidSecond:
      return source_->rows(valid).slice(half, source_->row_count(valid));
    case Split::kScore:
      return source_->rows(Partition::kScore);
    case Split::kTest:
      break;
  }
  return source_->rows(Partition::kTest);
}

}  // namespace autoloss::classification
