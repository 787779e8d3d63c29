#include "core/study/action_shares.hpp"

#include <algorithm>

namespace autoloss {

std::vector<std::vector<uint64_t>> share_histograms(const MethodResults& results, std::size_t action, int64_t width,
                                                    std::size_t bins) {
  std::vector<std::vector<uint64_t>> slices;
  const auto length = static_cast<std::size_t>(width);
  for (const GuidedResult& result : results) {
    for (std::size_t slice = 0; slice * length < result.trace.size(); ++slice) {
      if (slice == slices.size()) slices.emplace_back(bins, 0);
      const auto begin = result.trace.begin() + static_cast<std::ptrdiff_t>(slice * length);
      const auto end =
          result.trace.begin() + static_cast<std::ptrdiff_t>(std::min((slice + 1) * length, result.trace.size()));
      const auto taken = static_cast<std::size_t>(std::count(begin, end, static_cast<uint8_t>(action)));
      ++slices[slice][std::min(bins - 1, taken * bins / static_cast<std::size_t>(end - begin))];
    }
  }
  return slices;
}

}  // namespace autoloss
