#include "core/stats/improvement.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

namespace autoloss {
namespace {

// scores[first][second][problem]: 1 a win of the first, ½ a tie, 0 a loss.
class Scores {
 public:
  Scores(const ByController& first, const ByController& second, Direction direction, bool same_controllers)
      : seconds_(second.size()) {
    for (std::size_t a = 0; a < first.size(); ++a)
      for (std::size_t b = 0; b < second.size(); ++b) {
        scores_.emplace_back();
        if (same_controllers && a != b) continue;
        for (std::size_t problem = 0; problem < first[a].size(); ++problem)
          scores_.back().push_back((1 + outcome(first[a][problem], second[b][problem], direction)) / 2.0);
      }
  }

  // Mean over what was drawn; pairs that have no scores do not count.
  double mean(const NestedDraw& drawn) const {
    double sum = 0, weight = 0;
    for (std::size_t pair = 0; pair < scores_.size(); ++pair) {
      const double copies = weight_of(pair / seconds_, pair % seconds_, drawn);
      if (copies == 0 || scores_[pair].empty()) continue;
      double of_pair = 0;
      for (std::size_t problem = 0; problem < scores_[pair].size(); ++problem)
        of_pair += drawn.problems[problem] * scores_[pair][problem];
      sum += copies * of_pair;
      weight += copies * static_cast<double>(drawn.problems.size());
    }
    return sum / weight;
  }

 private:
  // Rows that are drawn together have their counts in `first` alone.
  double weight_of(std::size_t a, std::size_t b, const NestedDraw& drawn) const {
    return static_cast<double>(drawn.first[a]) * (drawn.second.empty() ? 1.0 : drawn.second[b]);
  }

  std::size_t seconds_;
  std::vector<std::vector<double>> scores_;
};

}  // namespace

int outcome(double first, double second, Direction direction) {
  if (!std::isfinite(first) || !std::isfinite(second))
    return static_cast<int>(std::isfinite(first)) - static_cast<int>(std::isfinite(second));
  if (first == second) return 0;
  return (first < second) == (direction == Direction::kMinimize) ? 1 : -1;
}

Improvement probability_of_improvement(const ByController& first, const ByController& second, Direction direction,
                                       bool same_controllers, std::uint64_t seed, BootstrapOptions options) {
  const std::size_t problems = mean_by_problem(first).size();
  if (mean_by_problem(second).size() != problems || (same_controllers && first.size() != second.size()))
    throw std::invalid_argument("probability of improvement: tables of different sizes");
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  if (problems == 0) return {none, {none, none}};

  const Scores scores(first, second, direction, same_controllers);
  NestedDraw all{std::vector<std::uint32_t>(first.size(), 1), {}, std::vector<std::uint32_t>(problems, 1)};
  if (!same_controllers) all.second.assign(second.size(), 1);
  Improvement improvement{scores.mean(all), {none, none}};
  if (problems < 2) return improvement;
  const auto statistic = [&scores](const NestedDraw& drawn) { return scores.mean(drawn); };
  improvement.ci95 = percentile_interval(nested_resamples(all, statistic, seed, options), options.confidence);
  return improvement;
}

}  // namespace autoloss
