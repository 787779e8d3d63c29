#include "plugins/tasks/regression/data_set.hpp"

#include <utility>

namespace autoloss::regression {
namespace {

Partition partition_of(Split split, Role role) {
  const bool guided = role == Role::kGuided;
  switch (split) {
    case Split::kTrain:
      return guided ? Partition::kTaskTrain : Partition::kControllerTrain;
    case Split::kScore:
      return Partition::kScore;
    case Split::kTest:
      return Partition::kTest;
    default:
      return guided ? Partition::kTaskValid : Partition::kControllerValid;
  }
}

std::optional<double> mean_square_of(const std::vector<float>& noise) {
  if (noise.empty()) return std::nullopt;
  double squares = 0;
  for (const float value : noise) squares += static_cast<double>(value) * static_cast<double>(value);
  return squares / static_cast<double>(noise.size());
}

}  // namespace

DataSet::DataSet(std::unique_ptr<const Source> source, Role role, const QuadraticForm& form)
    : source_(std::move(source)), role_(role), form_(form) {}

const SquaredError& DataSet::error(Split split) {
  return part(split).error;
}

std::optional<double> DataSet::noise_power(Split split) {
  return part(split).noise_power;
}

const FeatureMatrix& DataSet::training_rows() {
  if (!training_rows_) training_rows_.emplace(form_, rows(Split::kTrain));
  return *training_rows_;
}

Rows DataSet::rows(Split split) const {
  Rows all = source_->rows(partition_of(split, role_));
  if (split == Split::kValidFirst) return all.slice(0, all.count / 2);
  if (split == Split::kValidSecond) return all.slice(all.count / 2, all.count);
  return all;
}

DataSet::Part& DataSet::part(Split split) {
  std::optional<Part>& place = parts_[static_cast<std::size_t>(split)];
  if (!place) {
    const Rows made = rows(split);
    place.emplace(Part{SquaredError(form_, made), mean_square_of(made.noise)});
  }
  return *place;
}

}  // namespace autoloss::regression
