#include "plugins/tasks/regression/table_source.hpp"

#include <autoloss/cpp/error.hpp>
#include <autoloss/cpp/random.hpp>
#include <cmath>
#include <numeric>
#include <utility>

namespace autoloss::regression {
namespace {

// Validation rows are halved; a half of one row would be noise.
constexpr std::size_t kLeastRows = 4 * kPartitionCount;

std::vector<uint32_t> random_order(std::size_t count, uint64_t seed) {
  std::vector<uint32_t> order(count);
  std::iota(order.begin(), order.end(), 0u);
  sdk::Stream stream(sdk::derive(seed, "partitions"));
  for (std::size_t left = count; left > 1; --left) std::swap(order[left - 1], order[stream.below(left)]);
  return order;
}

}  // namespace

TableData::TableData(shared::NumberTable read, const std::string& target_name, const std::string& file_name)
    : table(std::move(read)), name(file_name) {
  if (table.columns.empty()) throw sdk::Error(AUTOLOSS_BAD_DATA, name + ":1:1: every column is left out");
  target = shared::find_column(table.columns, target_name, name);
  if (dimensions() == 0)
    throw sdk::Error(AUTOLOSS_BAD_DATA, name + ":1:1: no column is left besides the target '" + target_name + "'");
  if (table.row_count() < kLeastRows)
    throw sdk::Error(AUTOLOSS_BAD_DATA, name + ": " + std::to_string(table.row_count()) +
                                            " rows are too few to be divided into " + std::to_string(kPartitionCount) +
                                            " partitions; at least " + std::to_string(kLeastRows) + " are needed");
}

TableSource::TableSource(std::shared_ptr<const TableData> data, uint64_t seed, Partition training,
                         TargetScaling scaling)
    : data_(std::move(data)), order_(random_order(data_->table.row_count(), seed)) {
  for (std::size_t column = 0; column < data_->table.columns.size(); ++column)
    scales_.push_back(scale_of(column, training));
  Scale& target = scales_[data_->target];
  if (scaling == TargetScaling::kNone) target.mean = 0;
  if (scaling != TargetScaling::kStandardise) target.deviation = 1;
}

std::size_t TableSource::row_count() const {
  return order_.size() / kPartitionCount;
}

std::span<const uint32_t> TableSource::rows_of(Partition partition) const {
  return std::span(order_).subspan(static_cast<std::size_t>(partition) * row_count(), row_count());
}

TableSource::Scale TableSource::scale_of(std::size_t column, Partition training) const {
  const auto share = 1.0 / static_cast<double>(row_count());
  double mean = 0, variance = 0;
  for (const uint32_t row : rows_of(training)) mean += data_->table.at(row, column) * share;
  for (const uint32_t row : rows_of(training)) variance += std::pow(data_->table.at(row, column) - mean, 2) * share;
  const double deviation = std::sqrt(variance);
  if (!std::isfinite(deviation))
    throw sdk::Error(AUTOLOSS_BAD_DATA, data_->name + ": column '" + data_->table.columns[column] +
                                            "' holds numbers too large to be standardised");
  // A constant column leaves a deviation of rounding errors.
  return {mean, deviation > 1e-12 * std::abs(mean) ? deviation : 1.0};
}

Rows TableSource::rows(Partition partition) const {
  Rows rows{row_count(), dimensions(), {}, {}, {}};
  for (const uint32_t row : rows_of(partition)) {
    for (std::size_t column = 0; column < scales_.size(); ++column) {
      const float value = scales_[column].apply(data_->table.at(row, column));
      (column == data_->target ? rows.targets : rows.inputs).push_back(value);
    }
  }
  return rows;
}

}  // namespace autoloss::regression
