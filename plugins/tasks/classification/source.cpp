#include "plugins/tasks/classification/source.hpp"

namespace autoloss::classification {
namespace {

template <class Value>
std::vector<Value> cut(const std::vector<Value>& from, std::size_t begin, std::size_t end) {
  return {from.begin() + static_cast<std::ptrdiff_t>(begin), from.begin() + static_cast<std::ptrdiff_t>(end)};
}

}  // namespace

std::size_t PartitionSizes::of(Partition partition) const {
  switch (partition) {
    case Partition::kControllerTrain:
    case Partition::kTaskTrain:
      return train;
    case Partition::kTest:
      return test;
    case Partition::kScore:
      return score > 0 ? score : valid;
    default:
      return valid;
  }
}

Rows Rows::slice(std::size_t begin, std::size_t end) const {
  return {end - begin, features, cut(inputs, begin * features, end * features), cut(labels, begin, end)};
}

}  // namespace autoloss::classification
