#include "core/stats/performance_profile.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>

namespace autoloss {
namespace {

bool better(double value, double than, Direction direction) {
  return direction == Direction::kMinimize ? value < than : value > than;
}

}  // namespace

std::vector<double> performance_profile(std::span<const double> values, std::span<const double> thresholds,
                                        Direction direction) {
  std::vector<double> shares;
  for (const double threshold : thresholds) {
    const auto good = std::count_if(values.begin(), values.end(), [&](double value) {
      return std::isfinite(value) && !better(threshold, value, direction);
    });
    shares.push_back(values.empty() ? std::numeric_limits<double>::quiet_NaN()
                                    : static_cast<double>(good) / static_cast<double>(values.size()));
  }
  return shares;
}

std::vector<std::vector<double>> distances_to_best(const std::vector<std::vector<double>>& values,
                                                   Direction direction) {
  std::vector<std::vector<double>> distances = values;
  if (values.empty()) return distances;
  for (const std::vector<double>& of_method : values)
    if (of_method.size() != values.front().size())
      throw std::invalid_argument("distances to the best: lists of " + std::to_string(values.front().size()) +
                                  " and of " + std::to_string(of_method.size()) + " problems");
  for (std::size_t problem = 0; problem < values.front().size(); ++problem) {
    double best = std::numeric_limits<double>::quiet_NaN();
    for (const std::vector<double>& of_method : values)
      if (std::isfinite(of_method[problem]) && (std::isnan(best) || better(of_method[problem], best, direction)))
        best = of_method[problem];
    for (std::vector<double>& of_method : distances)
      of_method[problem] = std::isfinite(of_method[problem]) ? std::abs(of_method[problem] - best)
                                                             : std::numeric_limits<double>::quiet_NaN();
  }
  return distances;
}

}  // namespace autoloss
