#include "plugins/tasks/regression/squared_error.hpp"

#include <algorithm>
#include <numeric>

#include "plugins/tasks/regression/kernels.hpp"

namespace autoloss::regression {
namespace {

// Rows that are summed in single precision before the sum is taken over into double precision.
constexpr std::size_t kRowsAtOnce = 256;

void expand_rows(const QuadraticForm& form, const Rows& rows, std::size_t begin, std::size_t end, float* features) {
  for (std::size_t row = begin; row < end; ++row, features += form.padded_count())
    form.expand(rows.input(row), features);
}

void move_into(AlignedFloats& part, std::vector<double>& total) {
  for (std::size_t i = 0; i < part.size(); ++i) total[i] += static_cast<double>(part[i]);
  std::fill(part.begin(), part.end(), 0.0f);
}

void write_means(const std::vector<double>& total, std::size_t rows, AlignedFloats& means) {
  const double share = 1.0 / static_cast<double>(rows);
  std::transform(total.begin(), total.end(), means.begin(),
                 [&](double sum) { return static_cast<float>(sum * share); });
}

double mean_square(const std::vector<float>& values) {
  double squares = 0;
  for (const float value : values) squares += static_cast<double>(value) * static_cast<double>(value);
  return squares / static_cast<double>(values.size());
}

// Rounding can leave a perfect fit below zero. NaN stays NaN.
double not_negative(double loss) {
  return loss < 0.0 ? 0.0 : loss;
}

// A step reads half of the matrix, or each row twice.
bool gram_is_smaller(const QuadraticForm& form, std::size_t rows) {
  return form.padded_count() <= 4 * rows;
}

std::variant<GramMatrix, FeatureMatrix> cheapest_form(const QuadraticForm& form, const Rows& rows) {
  if (gram_is_smaller(form, rows.count)) return GramMatrix(form, rows);
  return FeatureMatrix(form, rows);
}

}  // namespace

FeatureMatrix::FeatureMatrix(const QuadraticForm& form, const Rows& rows)
    : blocks_(form.blocks()),
      features_(rows.count * form.padded_count()),
      targets_(rows.targets),
      all_rows_(rows.count) {
  expand_rows(form, rows, 0, rows.count, features_.data());
  std::iota(all_rows_.begin(), all_rows_.end(), 0u);
}

double FeatureMatrix::loss(const float* theta) const {
  return rows_loss({features_.data(), targets_.data(), blocks_}, row_count(), theta);
}

double FeatureMatrix::gradient(const float* theta, float* gradient) const {
  return this->gradient(all_rows_, theta, gradient);
}

double FeatureMatrix::gradient(std::span<const uint32_t> rows, const float* theta, float* gradient) const {
  return rows_gradient({features_.data(), targets_.data(), blocks_}, rows.data(), rows.size(), theta, gradient);
}

GramMatrix::GramMatrix(const QuadraticForm& form, const Rows& rows)
    : blocks_(form.blocks()),
      tiles_(tile_count(blocks_) * kTileSize),
      moment_(form.padded_count()),
      target_square_(mean_square(rows.targets)) {
  std::vector<double> tile_sums(tiles_.size()), moment_sums(moment_.size());
  AlignedFloats features(std::min(kRowsAtOnce, rows.count) * form.padded_count());
  for (std::size_t begin = 0; begin < rows.count; begin += kRowsAtOnce) {
    const std::size_t end = std::min(begin + kRowsAtOnce, rows.count);
    expand_rows(form, rows, begin, end, features.data());
    add_to_gram({features.data(), rows.targets.data() + begin, blocks_}, end - begin, tiles_.data(), moment_.data());
    move_into(tiles_, tile_sums);
    move_into(moment_, moment_sums);
  }
  write_means(tile_sums, rows.count, tiles_);
  write_means(moment_sums, rows.count, moment_);
}

double GramMatrix::loss(const float* theta) const {
  return not_negative(target_square_ + gram_loss({tiles_.data(), moment_.data(), blocks_}, theta));
}

double GramMatrix::gradient(const float* theta, float* gradient) const {
  return not_negative(target_square_ + gram_gradient({tiles_.data(), moment_.data(), blocks_}, theta, gradient));
}

SquaredError::SquaredError(const QuadraticForm& form, const Rows& rows) : form_(cheapest_form(form, rows)) {}

double SquaredError::loss(const float* theta) const {
  return std::visit([&](const auto& form) { return form.loss(theta); }, form_);
}

double SquaredError::gradient(const float* theta, float* gradient) const {
  return std::visit([&](const auto& form) { return form.gradient(theta, gradient); }, form_);
}

}  // namespace autoloss::regression
