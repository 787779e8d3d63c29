#include "plugins/tasks/classification/table_source.hpp"

#include <algorithm>
#include <autoloss/cpp/error.hpp>
#include <autoloss/cpp/random.hpp>
#include <cmath>
#include <map>
#include <utility>

#include "plugins/tasks/classification/shuffle.hpp"

namespace autoloss::classification {
namespace {

using shared::quoted;
using shared::TextTable;

// Validation rows are halved; a half of one row would be noise.
constexpr std::size_t kLeastRows = 4 * kPartitionCount;
constexpr std::size_t kMostCategories = 256;

[[noreturn]] void refuse(const std::string& name, const std::string& what) {
  throw sdk::Error(AUTOLOSS_BAD_DATA, name + ": " + what);
}

void check_not_empty(const TextTable& table, std::size_t column) {
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    const shared::Cell& cell = table.at(row, column);
    if (cell.text.empty())
      shared::refuse(table.name, cell.place,
                     "an empty field in column " + quoted(table.columns[column]) +
                         ": fill it in, leave the row out, or the column with the parameter 'without'");
  }
}

// The place of the first cell that is, or is not, written as a number.
const shared::Cell& first_cell(const TextTable& table, std::size_t column, bool number) {
  std::size_t row = 0;
  while (shared::is_number(table.at(row, column)) != number) ++row;
  return table.at(row, column);
}

// Whether all cells are numbers; throws where only some of them are, naming one of the rarer kind.
bool holds_numbers(const TextTable& table, std::size_t column) {
  std::size_t numbers = 0;
  for (std::size_t row = 0; row < table.row_count(); ++row) numbers += shared::is_number(table.at(row, column)) ? 1 : 0;
  if (numbers == 0 || numbers == table.row_count()) return numbers > 0;
  const bool mostly_numbers = 2 * numbers >= table.row_count();
  const shared::Cell& stray = first_cell(table, column, !mostly_numbers);
  shared::refuse(
      table.name, stray.place,
      quoted(stray.text) + " in column " + quoted(table.columns[column]) + " is " +
          (mostly_numbers ? "not a number, as the others are" : "a number among texts") +
          ": correct it, name the column in 'categorical' to take every value as a category, or in 'without' "
          "to leave it out");
}

// The different texts of a column: by number where all are numbers, in byte order otherwise.
std::vector<std::string> different_texts(const TextTable& table, std::size_t column) {
  std::map<std::string, const shared::Cell*> first;  // with each text
  for (std::size_t row = 0; row < table.row_count(); ++row)
    first.emplace(table.at(row, column).text, &table.at(row, column));
  std::vector<std::string> texts;
  for (const auto& [text, cell] : first) texts.push_back(text);

  const auto is_number = [](const auto& entry) { return shared::is_number(*entry.second); };
  if (!std::all_of(first.begin(), first.end(), is_number)) return texts;
  const auto value = [&](const std::string& text) {
    return shared::number_of(*first.at(text), table.columns[column], table.name);
  };
  std::stable_sort(texts.begin(), texts.end(), [&](const auto& a, const auto& b) { return value(a) < value(b); });
  return texts;
}

std::vector<double> indices_of(const TextTable& table, std::size_t column, const std::vector<std::string>& texts) {
  std::map<std::string_view, std::size_t> index;
  for (std::size_t i = 0; i < texts.size(); ++i) index.emplace(texts[i], i);
  std::vector<double> indices;
  for (std::size_t row = 0; row < table.row_count(); ++row)
    indices.push_back(static_cast<double>(index.at(table.at(row, column).text)));
  return indices;
}

}  // namespace

TableData::TableData(const TextTable& table, const std::string& target, const std::vector<std::string>& categorical)
    : name_(table.name) {
  if (table.columns.empty()) refuse(name_ + ":1:1", "every column is left out");
  const std::size_t target_column = shared::find_column(table.columns, target, name_);
  if (table.columns.size() == 1) refuse(name_ + ":1:1", "no column is left besides the target " + quoted(target));
  if (table.row_count() < kLeastRows)
    refuse(name_, std::to_string(table.row_count()) + " rows are too few to be divided into " +
                      std::to_string(kPartitionCount) + " partitions; at least " + std::to_string(kLeastRows) +
                      " are needed");
  std::vector<bool> as_categories(table.columns.size(), false);
  for (const std::string& column : categorical) as_categories[shared::find_column(table.columns, column, name_)] = true;
  read_target(table, target_column);
  for (std::size_t column = 0; column < table.columns.size(); ++column)
    if (column != target_column) read_column(table, column, as_categories[column]);
}

void TableData::read_target(const TextTable& table, std::size_t column) {
  const std::string what = "column " + quoted(table.columns[column]);
  check_not_empty(table, column);
  classes_ = different_texts(table, column);
  if (classes_.size() < 2)
    refuse(name_, what + " holds " + quoted(classes_.front()) + " alone; at least two classes are needed");
  if (classes_.size() > kMostCategories)
    refuse(name_, what + " holds " + std::to_string(classes_.size()) + " different values, more than the " +
                      std::to_string(kMostCategories) +
                      " classes there may be; numbers are predicted by the task regression");
  std::vector<std::size_t> counts(classes_.size());
  for (const double label : indices_of(table, column, classes_)) {
    labels_.push_back(static_cast<uint32_t>(label));
    ++counts[labels_.back()];
  }
  for (std::size_t label = 0; label < classes_.size(); ++label)
    if (counts[label] < kPartitionCount)
      refuse(name_, "class " + quoted(classes_[label]) + " of " + what + " has " + std::to_string(counts[label]) +
                        (counts[label] == 1 ? " row; " : " rows; ") + std::to_string(kPartitionCount) +
                        " are needed, one for each partition: add rows, merge the class with another or leave it out");
}

void TableData::read_column(const TextTable& table, std::size_t column, bool categorical) {
  check_not_empty(table, column);
  Column read{table.columns[column], {}, feature_count_};
  if (!categorical && holds_numbers(table, column)) {
    std::vector<double>& values = values_.emplace_back();
    for (std::size_t row = 0; row < table.row_count(); ++row)
      values.push_back(shared::number_of(table.at(row, column), read.name, name_));
    feature_count_ += 1;
  } else {
    read.categories = different_texts(table, column);
    const std::size_t count = read.categories.size();
    if (count == table.row_count() || count > kMostCategories)
      refuse(name_, "column " + quoted(read.name) + " holds " + std::to_string(count) + " different texts in " +
                        std::to_string(table.row_count()) +
                        " rows, which say who a row is and not what it is like (at most " +
                        std::to_string(kMostCategories) + " categories): leave it out with the parameter 'without'");
    values_.push_back(indices_of(table, column, read.categories));
    feature_count_ += count;
  }
  columns_.push_back(std::move(read));
}

TableSource::TableSource(std::shared_ptr<const TableData> data, uint64_t seed, Partition training)
    : data_(std::move(data)) {
  deal(seed);
  for (std::size_t column = 0; column < data_->columns().size(); ++column)
    scales_.push_back(data_->columns()[column].numeric() ? scale_of(column, training) : Scale{});
}

// Class after class, each in random order, a row to each partition in turn.
void TableSource::deal(uint64_t seed) {
  const uint64_t key = sdk::derive(seed, "partitions");
  std::vector<uint32_t> order = counting(data_->row_count());
  shuffle(order, sdk::Stream(sdk::derive(key, "order")));
  const std::vector<uint32_t>& labels = data_->labels();
  std::stable_sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) { return labels[a] < labels[b]; });

  uint64_t turn = sdk::Stream(sdk::derive(key, "turn")).below(kPartitionCount);
  for (const uint32_t row : order) partitions_[turn++ % kPartitionCount].push_back(row);
  for (std::size_t i = 0; i < kPartitionCount; ++i) shuffle(partitions_[i], sdk::Stream(sdk::derive(key, i)));
}

TableSource::Scale TableSource::scale_of(std::size_t column, Partition training) const {
  const auto share = 1.0 / static_cast<double>(row_count(training));
  double mean = 0, variance = 0;
  for (const uint32_t row : rows_of(training)) mean += data_->at(row, column) * share;
  for (const uint32_t row : rows_of(training)) variance += std::pow(data_->at(row, column) - mean, 2) * share;
  const double deviation = std::sqrt(variance);
  if (!std::isfinite(deviation))
    refuse(data_->name(),
           "column " + quoted(data_->columns()[column].name) + " holds numbers too large to be standardised");
  // A constant column leaves a deviation of rounding errors.
  return {mean, deviation > 1e-12 * std::abs(mean) ? 1.0 / deviation : 0.0};
}

Rows TableSource::rows(Partition partition) const {
  Rows rows{row_count(partition), feature_count(), {}, {}};
  rows.inputs.resize(rows.count * rows.features);
  float* input = rows.inputs.data();
  for (const uint32_t row : rows_of(partition)) {
    for (std::size_t i = 0; i < scales_.size(); ++i) {
      const TableData::Column& column = data_->columns()[i];
      const double value = data_->at(row, i);
      if (column.numeric())
        input[column.first_feature] = scales_[i].apply(value);
      else
        input[column.first_feature + static_cast<std::size_t>(value)] = 1.0f;
    }
    rows.labels.push_back(data_->labels()[row]);
    input += rows.features;
  }
  return rows;
}

}  // namespace autoloss::classification
