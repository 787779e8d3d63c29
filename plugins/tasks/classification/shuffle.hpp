// Random order.
#ifndef AUTOLOSS_CLASSIFICATION_SHUFFLE_HPP
#define AUTOLOSS_CLASSIFICATION_SHUFFLE_HPP

#include <autoloss/cpp/random.hpp>
#include <cstdint>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

namespace autoloss::classification {

// 0, 1, ... count - 1.
inline std::vector<uint32_t> counting(std::size_t count) {
  std::vector<uint32_t> numbers(count);
  std::iota(numbers.begin(), numbers.end(), 0u);
  return numbers;
}

// Every order is as likely as any other (Fisher and Yates). std::shuffle differs between standard libraries.
inline void shuffle(std::span<uint32_t> values, sdk::Stream stream) {
  for (std::size_t left = values.size(); left > 1; --left) std::swap(values[left - 1], values[stream.below(left)]);
}

}  // namespace autoloss::classification

#endif
