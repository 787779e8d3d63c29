// The data that a model is trained and judged on: what the splits of the contract are in one role.
#ifndef AUTOLOSS_CLASSIFICATION_DATA_SET_HPP
#define AUTOLOSS_CLASSIFICATION_DATA_SET_HPP

#include <array>
#include <memory>
#include <optional>

#include "plugins/tasks/classification/batch.hpp"

namespace autoloss::classification {

enum class Split { kTrain, kValid, kScore, kTest, kValidFirst, kValidSecond };  // numbered as in the contract
inline constexpr std::size_t kSplitCount = 6;

enum class Role { kController, kGuided };  // numbered as in the contract

constexpr Partition training_partition(Role role) {
  return role == Role::kGuided ? Partition::kTaskTrain : Partition::kControllerTrain;
}

// The splits of a source, each made when it is first asked for. Not thread-safe.
class DataSet {
 public:
  DataSet(std::unique_ptr<const Source> source, Role role) : source_(std::move(source)), role_(role) {}

  std::size_t feature_count() const { return source_->feature_count(); }
  std::size_t class_count() const { return source_->classes().size(); }
  const Batch& batch(Split split);

 private:
  Rows rows(Split split) const;

  std::unique_ptr<const Source> source_;
  Role role_;
  std::array<std::optional<Batch>, kSplitCount> batches_;
};

}  // namespace autoloss::classification

#endif
