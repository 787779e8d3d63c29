#include "core/stats/by_controller.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

#include "core/stats/descriptive.hpp"

namespace autoloss {

std::vector<double> mean_by_problem(const ByController& values) {
  if (values.empty()) return {};
  std::vector<double> means(values.front().size(), 0.0);
  for (const std::vector<double>& row : values) {
    if (row.size() != means.size())
      throw std::invalid_argument("results by controller: rows of " + std::to_string(means.size()) + " and of " +
                                  std::to_string(row.size()) + " problems");
    for (std::size_t problem = 0; problem < row.size(); ++problem) means[problem] += row[problem];
  }
  for (double& sum : means) sum /= static_cast<double>(values.size());
  return means;
}

std::vector<double> pooled(const ByController& values) {
  std::vector<double> all;
  for (const std::vector<double>& row : values) all.insert(all.end(), row.begin(), row.end());
  return all;
}

double variance_by_controllers(const ByController& values) {
  const std::vector<double> by_problem = mean_by_problem(values);
  const auto controllers = static_cast<double>(values.size()), problems = static_cast<double>(by_problem.size());
  if (controllers < 2 || problems < 2) return 0;

  const double overall = mean(by_problem);
  double squares_of_controllers = 0, squares_left = 0;
  for (const std::vector<double>& row : values) {
    const double effect = mean(row) - overall;
    squares_of_controllers += problems * effect * effect;
    for (std::size_t problem = 0; problem < row.size(); ++problem) {
      const double residual = row[problem] - by_problem[problem] - effect;
      squares_left += residual * residual;
    }
  }
  const double mean_square = squares_of_controllers / (controllers - 1);
  const double mean_square_left = squares_left / ((controllers - 1) * (problems - 1));
  return std::max(0.0, (mean_square - mean_square_left) / problems) / controllers;
}

}  // namespace autoloss
