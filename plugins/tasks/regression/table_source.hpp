// The user's table as a data set.
#ifndef AUTOLOSS_REGRESSION_TABLE_SOURCE_HPP
#define AUTOLOSS_REGRESSION_TABLE_SOURCE_HPP

#include <cstdint>
#include <memory>
#include <string>

#include "plugins/shared/csv.hpp"
#include "plugins/tasks/regression/source.hpp"

namespace autoloss::regression {

// What happens to the target: nothing, its mean subtracted, or divided by its standard deviation too.
enum class TargetScaling { kNone, kCentre, kStandardise };

// A table with one column as the target, checked.
struct TableData {
  shared::NumberTable table;
  std::size_t target = 0;  // column
  std::string name;        // for messages

  // Throws sdk::Error: AUTOLOSS_NOT_FOUND (no such column), AUTOLOSS_BAD_DATA (too little to train on).
  TableData(shared::NumberTable table, const std::string& target, const std::string& name);
  std::size_t dimensions() const { return table.columns.size() - 1; }
};

// The rows in random order, divided evenly; the few left over by the division are not used. Inputs have mean 0 and
// standard deviation 1 on the training partition given, whose figures are applied to all; a column that is constant
// there becomes 0.
class TableSource : public Source {
 public:
  TableSource(std::shared_ptr<const TableData> data, uint64_t seed, Partition training, TargetScaling scaling);

  std::size_t dimensions() const override { return data_->dimensions(); }
  std::size_t row_count() const override;
  Rows rows(Partition partition) const override;

 private:
  struct Scale {
    double mean = 0, deviation = 1;
    float apply(double value) const { return static_cast<float>((value - mean) / deviation); }
  };
  Scale scale_of(std::size_t column, Partition training) const;
  std::span<const uint32_t> rows_of(Partition partition) const;

  std::shared_ptr<const TableData> data_;
  std::vector<uint32_t> order_;
  std::vector<Scale> scales_;  // of each column
};

}  // namespace autoloss::regression

#endif
