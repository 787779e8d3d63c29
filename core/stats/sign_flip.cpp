#include "core/stats/sign_flip.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <vector>

#include "autoloss/cpp/random.hpp"

namespace autoloss {
namespace {

constexpr std::size_t kExactUpTo = 20;
constexpr std::size_t kDrawnPatterns = 99'999;
constexpr std::size_t kBlock = 8;  // differences whose signed sums are looked up together
constexpr std::size_t kBlocksPerWord = 64 / kBlock;

// Sums of differences under any pattern of signs, eight differences a look-up.
class SignedSums {
 public:
  explicit SignedSums(std::span<const double> differences) : blocks_((differences.size() + kBlock - 1) / kBlock) {
    for (std::size_t block = 0; block < blocks_.size(); ++block)
      for (std::size_t pattern = 0; pattern < blocks_[block].size(); ++pattern) {
        double sum = 0;
        for (std::size_t i = block * kBlock; i < std::min(differences.size(), (block + 1) * kBlock); ++i)
          sum += (pattern >> (i - block * kBlock)) & 1 ? -differences[i] : differences[i];
        blocks_[block][pattern] = sum;
      }
  }

  // The first differences take their signs from the lowest bits; `next` brings 64 more whenever they are used up.
  template <typename Bits>
  double operator()(Bits next) const {
    double sum = 0;
    std::uint64_t bits = 0;
    for (std::size_t block = 0; block < blocks_.size(); ++block) {
      bits = block % kBlocksPerWord == 0 ? next() : bits >> kBlock;
      sum += blocks_[block][bits & 0xFF];
    }
    return sum;
  }

 private:
  std::vector<std::array<double, std::size_t{1} << kBlock>> blocks_;
};

}  // namespace

double sign_flip_p(std::span<const double> differences, std::uint64_t seed) {
  std::vector<double> moved;
  double total = 0, size = 0;
  for (const double difference : differences) {
    if (!std::isfinite(difference)) throw std::invalid_argument("sign-flip test: a difference is not finite");
    if (difference != 0) moved.push_back(difference);
    total += difference;
    size += std::abs(difference);
  }
  if (moved.empty()) return 1;

  const SignedSums signed_sum(moved);
  const double extreme = std::abs(total) - 1e-12 * size;  // patterns that tie with ours must not be lost to rounding
  if (moved.size() <= kExactUpTo) {
    const std::uint64_t patterns = std::uint64_t{1} << moved.size();
    std::uint64_t as_extreme = 0;
    for (std::uint64_t pattern = 0; pattern < patterns; ++pattern)
      as_extreme += std::abs(signed_sum([pattern] { return pattern; })) >= extreme;
    return static_cast<double>(as_extreme) / static_cast<double>(patterns);
  }

  sdk::Stream stream(sdk::derive(seed, "sign flips"));
  std::size_t as_extreme = 0;
  for (std::size_t drawn = 0; drawn < kDrawnPatterns; ++drawn)
    as_extreme += std::abs(signed_sum([&stream] { return stream.next_u64(); })) >= extreme;
  return static_cast<double>(as_extreme + 1) / static_cast<double>(kDrawnPatterns + 1);
}

}  // namespace autoloss
