// Where rows come from: a generator or the user's table.
#ifndef AUTOLOSS_REGRESSION_SOURCE_HPP
#define AUTOLOSS_REGRESSION_SOURCE_HPP

#include <cstddef>
#include <limits>
#include <span>
#include <vector>

namespace autoloss::regression {

// The disjoint parts of a data set (paper, section 5.1, has the same without kScore). kScore holds rows that neither
// train nor choose anything, for both roles.
enum class Partition { kControllerTrain, kControllerValid, kTaskTrain, kTaskValid, kScore, kTest };
inline constexpr std::size_t kPartitionCount = 6;

// Inputs with their targets.
struct Rows {
  std::size_t count = 0;
  std::size_t dimensions = 0;
  std::vector<float> inputs;  // row by row
  std::vector<float> targets;
  std::vector<float> noise;  // what the generator added to each target; empty where nobody knows

  std::span<const float> input(std::size_t row) const { return {inputs.data() + row * dimensions, dimensions}; }
  Rows slice(std::size_t begin, std::size_t end) const;
};

// One data set. Rows are made when asked for, equal each time. [thread-safe]
class Source {
 public:
  virtual ~Source() = default;
  virtual std::size_t dimensions() const = 0;
  virtual std::size_t row_count() const = 0;  // of each partition
  virtual Rows rows(Partition partition) const = 0;
  // The linear model that the targets follow, or nothing where nobody knows it.
  virtual std::span<const double> true_weights() const { return {}; }
};

}  // namespace autoloss::regression

#endif
