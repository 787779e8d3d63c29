#include "core/stats/paired.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/stats/descriptive.hpp"
#include "core/stats/diverged.hpp"
#include "core/stats/holm.hpp"
#include "core/stats/sign_flip.hpp"

namespace autoloss {
namespace {

constexpr std::array<std::string_view, 4> kVerdictNames = {"better", "worse", "equivalent", "inconclusive"};

// Standard normal quantiles.
constexpr double kZ975 = 1.959963984540054;
constexpr double kZ90 = 1.281551565544600;
constexpr double kZ80 = 0.841621233572914;

double worse_of(double a, double b, Direction direction) {
  return worst_finite(std::array{a, b}, direction);
}

// What a diverged run counts as; NaN if no value of either method is finite: there is nothing to subtract then.
double diverged_as(std::span<const double> first, std::span<const double> second, const PairedOptions& options) {
  const double worst =
      worse_of(worst_finite(first, options.direction), worst_finite(second, options.direction), options.direction);
  return std::isnan(worst) || !std::isfinite(options.diverged_as) ? worst : options.diverged_as;
}

std::vector<double> minus(std::vector<double> first, std::span<const double> second) {
  if (first.size() != second.size())
    throw std::invalid_argument("paired comparison: " + std::to_string(first.size()) + " values against " +
                                std::to_string(second.size()));
  for (std::size_t i = 0; i < first.size(); ++i) first[i] -= second[i];
  return first;
}

ByController filled_with(const ByController& values, double worst) {
  ByController filled;
  for (const std::vector<double>& row : values) filled.push_back(with_diverged_as(row, worst));
  return filled;
}

// Differences by controller, for methods whose rows belong together.
ByController minus(const ByController& first, const ByController& second) {
  ByController differences;
  for (std::size_t row = 0; row < first.size(); ++row) differences.push_back(minus(first[row], second[row]));
  return differences;
}

// Adds what a method's drawn controllers say of each problem, as means.
void add_drawn_means(std::vector<double>& means, const ByController& values, const std::vector<std::uint32_t>& drawn,
                     double sign) {
  for (std::size_t row = 0; row < values.size(); ++row) {
    if (drawn[row] == 0) continue;
    const double weight = sign * drawn[row] / static_cast<double>(values.size());
    for (std::size_t problem = 0; problem < means.size(); ++problem) means[problem] += weight * values[row][problem];
  }
}

// Mean differences of drawn controllers on drawn problems, ascending.
std::vector<double> resampled_differences(const ByController& first, const ByController& second,
                                          const PairedOptions& options) {
  NestedDraw shape;
  shape.first.resize(first.size());
  if (!options.same_controllers) shape.second.resize(second.size());
  shape.problems.resize(first.front().size());
  std::vector<double> by_problem;
  const auto statistic = [&](const NestedDraw& drawn) {
    by_problem.assign(drawn.problems.size(), 0.0);
    add_drawn_means(by_problem, first, drawn.first, 1);
    add_drawn_means(by_problem, second, options.same_controllers ? drawn.first : drawn.second, -1);
    return std::inner_product(by_problem.begin(), by_problem.end(), drawn.problems.begin(), 0.0) /
           static_cast<double>(by_problem.size());
  };
  return nested_resamples(shape, statistic, options.seed, options.bootstrap);
}

void count_outcomes(std::span<const double> first, std::span<const double> second, Direction direction,
                    PairedComparison& result) {
  for (std::size_t i = 0; i < first.size(); ++i) {
    const int sign = outcome(first[i], second[i], direction);
    result.wins += sign > 0;
    result.losses += sign < 0;
  }
}

void decide(PairedComparison& result, const PairedOptions& options, double variance_by_controllers) {
  result.verdict = judge(result.ci95, options.direction, options.margin);
  if (result.n < kLeastPairs) result.verdict = Verdict::kInconclusive;
  if (result.verdict == Verdict::kInconclusive)
    result.settled_by = pairs_to_settle(result.mean_difference, result.sd, options.margin, variance_by_controllers);
}

}  // namespace

std::string_view name_of(Verdict verdict) {
  return kVerdictNames.at(static_cast<std::size_t>(verdict));
}

std::optional<Verdict> verdict_named(std::string_view name) {
  const auto found = std::find(kVerdictNames.begin(), kVerdictNames.end(), name);
  if (found == kVerdictNames.end()) return std::nullopt;
  return static_cast<Verdict>(found - kVerdictNames.begin());
}

Verdict judge(Interval difference, Direction direction, double margin) {
  if (!(margin >= 0)) throw std::invalid_argument("margin " + std::to_string(margin) + " is not 0 or more");
  if (std::isnan(difference.low) || std::isnan(difference.high)) return Verdict::kInconclusive;
  if (difference.low >= -margin && difference.high <= margin) return Verdict::kEquivalent;
  if (difference.holds(0)) return Verdict::kInconclusive;
  return (difference.high < 0) == (direction == Direction::kMinimize) ? Verdict::kBetter : Verdict::kWorse;
}

PairedComparison compare_paired(std::span<const double> first, std::span<const double> second, PairedOptions options) {
  const double worst = diverged_as(first, second, options);
  std::vector<double> difference = minus(with_diverged_as(first, worst), with_diverged_as(second, worst));
  if (std::isnan(worst)) difference.clear();
  PairedComparison result{};
  result.mean_difference = mean(difference);
  result.sd = standard_deviation(difference);
  result.ci95 = bootstrap_interval_of_mean(difference, options.seed, options.bootstrap);
  result.n = first.size();
  count_outcomes(first, second, options.direction, result);
  result.diverged_first = count_diverged(first);
  result.diverged_second = count_diverged(second);
  result.controllers = 1;
  result.improvement =
      probability_of_improvement({{first.begin(), first.end()}}, {{second.begin(), second.end()}}, options.direction,
                                 options.same_controllers, options.seed, options.bootstrap);
  result.p = result.p_holm = sign_flip_p(difference, options.seed);
  decide(result, options, 0);
  return result;
}

PairedComparison compare_paired(const ByController& first, const ByController& second, PairedOptions options) {
  if (first.empty() || second.empty() || (options.same_controllers && first.size() != second.size()))
    throw std::invalid_argument("paired comparison: " + std::to_string(first.size()) + " controllers against " +
                                std::to_string(second.size()));
  if (first.size() == 1 && second.size() == 1) return compare_paired(first.front(), second.front(), options);

  const double worst = diverged_as(pooled(first), pooled(second), options);
  const ByController first_filled = filled_with(first, worst), second_filled = filled_with(second, worst);
  const std::vector<double> first_means = mean_by_problem(first_filled), second_means = mean_by_problem(second_filled);
  std::vector<double> difference = minus(first_means, second_means);
  if (std::isnan(worst)) difference.clear();
  PairedComparison result{};
  result.mean_difference = mean(difference);
  result.sd = standard_deviation(difference);
  result.ci95 = {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN()};
  result.n = first_means.size();
  count_outcomes(first_means, second_means, options.direction, result);
  result.diverged_first = count_diverged(pooled(first));
  result.diverged_second = count_diverged(pooled(second));
  result.controllers = std::max(first.size(), second.size());
  result.improvement = probability_of_improvement(first, second, options.direction, options.same_controllers,
                                                  options.seed, options.bootstrap);
  result.p = result.p_holm = 1;
  if (difference.size() >= 2) {
    const std::vector<double> resampled = resampled_differences(first_filled, second_filled, options);
    result.ci95 = percentile_interval(resampled, options.bootstrap.confidence);
    result.p = result.p_holm = two_sided_p(resampled);
  }
  decide(result, options,
         options.same_controllers ? variance_by_controllers(minus(first_filled, second_filled))
                                  : variance_by_controllers(first_filled) + variance_by_controllers(second_filled));
  return result;
}

void correct_family(std::span<PairedComparison> family) {
  std::vector<double> p_values;
  for (const PairedComparison& comparison : family) p_values.push_back(comparison.p);
  const std::vector<double> corrected = holm(p_values);
  for (std::size_t i = 0; i < family.size(); ++i) family[i].p_holm = corrected[i];
}

std::optional<std::size_t> pairs_to_settle(double difference, double sd, double margin,
                                           double variance_by_controllers) {
  if (!std::isfinite(difference) || !std::isfinite(sd)) return std::nullopt;
  const double distance = std::abs(difference);
  const auto pairs = [&](double z, double room) {
    const double allowed = std::pow(room / z, 2) - variance_by_controllers;  // variance of the mean
    if (room <= 0 || allowed <= 0) return std::numeric_limits<double>::infinity();
    return sd * sd / allowed;
  };
  const double needed = std::min(pairs(kZ975 + kZ80, distance), pairs(kZ975 + kZ90, margin - distance));
  if (!(needed <= 1e9)) return std::nullopt;
  return std::max(kLeastPairs, static_cast<std::size_t>(std::ceil(needed)));
}

}  // namespace autoloss
