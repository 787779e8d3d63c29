// The user's table as a data set.
#ifndef AUTOLOSS_CLASSIFICATION_TABLE_SOURCE_HPP
#define AUTOLOSS_CLASSIFICATION_TABLE_SOURCE_HPP

#include <array>
#include <memory>

#include "plugins/shared/csv.hpp"
#include "plugins/tasks/classification/source.hpp"

namespace autoloss::classification {

// A table with one column as the target, checked and told apart: columns of numbers and columns of categories.
class TableData {
 public:
  // What becomes of one column besides the target.
  struct Column {
    std::string name;
    std::vector<std::string> categories;  // sorted; empty: the column holds numbers
    std::size_t first_feature = 0;        // one feature a category, or one alone

    bool numeric() const { return categories.empty(); }
  };

  // A column whose cells are all numbers is one of numbers, unless `categorical` names it; one without any number is
  // one of categories. Throws sdk::Error: AUTOLOSS_NOT_FOUND (no such column), AUTOLOSS_BAD_DATA (a column of numbers
  // and texts, an empty cell, a column that identifies rows, fewer than two classes, a class with too few rows for the
  // partitions, too few rows at all).
  TableData(const shared::TextTable& table, const std::string& target, const std::vector<std::string>& categorical);

  const std::string& name() const { return name_; }  // of the file, for messages
  std::size_t row_count() const { return labels_.size(); }
  std::size_t feature_count() const { return feature_count_; }
  const std::vector<Column>& columns() const { return columns_; }
  const std::vector<std::string>& classes() const { return classes_; }  // sorted, by number where all are numbers
  const std::vector<uint32_t>& labels() const { return labels_; }       // of each row
  // A number, or the index of a category.
  double at(std::size_t row, std::size_t column) const { return values_[column][row]; }

 private:
  void read_target(const shared::TextTable& table, std::size_t column);
  void read_column(const shared::TextTable& table, std::size_t column, bool categorical);

  std::string name_;
  std::vector<Column> columns_;
  std::vector<std::vector<double>> values_;  // column by column
  std::vector<std::string> classes_;
  std::vector<uint32_t> labels_;
  std::size_t feature_count_ = 0;
};

// The rows of a table, all of them, dealt at random to the partitions so that these differ by one row at most, in all
// and in each class. Numbers have mean 0 and standard deviation 1 on the training partition given, whose figures are
// applied to all; a column that is constant there becomes 0 everywhere. A category is a feature that is 1 where a row
// has it and 0 elsewhere, whether or not the training partition has such a row.
class TableSource : public Source {
 public:
  TableSource(std::shared_ptr<const TableData> data, uint64_t seed, Partition training);

  std::size_t feature_count() const override { return data_->feature_count(); }
  const std::vector<std::string>& classes() const override { return data_->classes(); }
  std::size_t row_count(Partition partition) const override { return rows_of(partition).size(); }
  Rows rows(Partition partition) const override;

 private:
  struct Scale {
    double mean = 0, factor = 1;
    float apply(double value) const { return static_cast<float>((value - mean) * factor); }
  };
  void deal(uint64_t seed);
  Scale scale_of(std::size_t column, Partition training) const;
  const std::vector<uint32_t>& rows_of(Partition partition) const {
    return partitions_[static_cast<std::size_t>(partition)];
  }

  std::shared_ptr<const TableData> data_;
  std::array<std::vector<uint32_t>, kPartitionCount> partitions_;
  std::vector<Scale> scales_;  // of each column; not used for categories
};

}  // namespace autoloss::classification

#endif
