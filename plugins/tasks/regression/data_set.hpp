// The data that a model is trained and judged on: what the splits of the contract are in one role.
#ifndef AUTOLOSS_REGRESSION_DATA_SET_HPP
#define AUTOLOSS_REGRESSION_DATA_SET_HPP

#include <array>
#include <memory>
#include <optional>

#include "plugins/tasks/regression/squared_error.hpp"

namespace autoloss::regression {

enum class Split { kTrain, kValid, kScore, kTest, kValidFirst, kValidSecond };  // numbered as in the contract
inline constexpr std::size_t kSplitCount = 6;

enum class Role { kController, kGuided };  // numbered as in the contract

// The splits of a source, each made when it is first asked for. Not thread-safe.
class DataSet {
 public:
  DataSet(std::unique_ptr<const Source> source, Role role, const QuadraticForm& form);

  const QuadraticForm& form() const { return form_; }
  const Source& source() const { return *source_; }
  std::size_t row_count() const { return source_->row_count(); }  // of a split, but for the halves

  const SquaredError& error(Split split);
  // Mean square of the noise in the targets of a split; nothing where nobody knows it.
  std::optional<double> noise_power(Split split);
  // The training rows one by one, for minibatches.
  const FeatureMatrix& training_rows();

 private:
  struct Part {
    SquaredError error;
    std::optional<double> noise_power;
  };
  Rows rows(Split split) const;
  Part& part(Split split);

  std::unique_ptr<const Source> source_;
  Role role_;
  QuadraticForm form_;
  std::array<std::optional<Part>, kSplitCount> parts_;
  std::optional<FeatureMatrix> training_rows_;
};

}  // namespace autoloss::regression

#endif
