#include "core/stats/holm.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

namespace autoloss {

std::vector<double> holm(std::span<const double> p_values) {
  std::vector<std::size_t> ascending;
  for (std::size_t i = 0; i < p_values.size(); ++i) {
    if (p_values[i] < 0 || p_values[i] > 1)
      throw std::invalid_argument("holm: p-value " + std::to_string(p_values[i]) + " is outside [0, 1]");
    if (!std::isnan(p_values[i])) ascending.push_back(i);
  }
  std::stable_sort(ascending.begin(), ascending.end(),
                   [&](std::size_t a, std::size_t b) { return p_values[a] < p_values[b]; });

  std::vector<double> corrected(p_values.begin(), p_values.end());
  double least = 0;  // a larger p never ends up with a smaller corrected one
  for (std::size_t rank = 0; rank < ascending.size(); ++rank) {
    const double raised = static_cast<double>(ascending.size() - rank) * p_values[ascending[rank]];
    least = std::max(least, std::min(1.0, raised));
    corrected[ascending[rank]] = least;
  }
  return corrected;
}

}  // namespace autoloss
