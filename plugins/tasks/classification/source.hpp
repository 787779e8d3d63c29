// Where rows come from: a generator, the user's table, or files of images.
#ifndef AUTOLOSS_CLASSIFICATION_SOURCE_HPP
#define AUTOLOSS_CLASSIFICATION_SOURCE_HPP

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace autoloss::classification {

// The disjoint parts of a data set (paper, section 5.1, has the same without kScore). kScore holds rows that neither
// train nor choose anything, for both roles.
enum class Partition { kControllerTrain, kControllerValid, kTaskTrain, kTaskValid, kScore, kTest };
inline constexpr std::size_t kPartitionCount = 6;

// Rows of the partitions where the user sets them: generated data and images.
struct PartitionSizes {
  std::size_t train = 200;
  std::size_t valid = 1000;
  std::size_t test = 1000;
  std::size_t score = 0;  // 0: as many as valid

  std::size_t of(Partition partition) const;
  bool operator==(const PartitionSizes&) const = default;
};

// Inputs with their labels.
struct Rows {
  std::size_t count = 0;
  std::size_t features = 0;
  std::vector<float> inputs;     // row by row
  std::vector<uint32_t> labels;  // indices into Source::classes()

  std::span<const float> input(std::size_t row) const { return {inputs.data() + row * features, features}; }
  Rows slice(std::size_t begin, std::size_t end) const;
};

// One data set. Rows are made when asked for, equal each time, in random order: a slice of a partition is a sample of
// it. [thread-safe]
class Source {
 public:
  virtual ~Source() = default;
  virtual std::size_t feature_count() const = 0;
  virtual const std::vector<std::string>& classes() const = 0;  // names; at least two
  virtual std::size_t row_count(Partition partition) const = 0;
  virtual Rows rows(Partition partition) const = 0;
};

}  // namespace autoloss::classification

#endif
