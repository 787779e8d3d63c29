#include "core/stats/paired.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
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

// 1: the first wins the pair, -1: it loses, 0: a tie. What is not finite loses to what is.
int outcome(double first, double second, Direction direction) {
  if (!std::isfinite(first) || !std::isfinite(second))
    return static_cast<int>(std::isfinite(first)) - static_cast<int>(std::isfinite(second));
  if (first == second) return 0;
  return (first < second) == (direction == Direction::kMinimize) ? 1 : -1;
}

double worse_of(double a, double b, Direction direction) {
  return worst_finite(std::array{a, b}, direction);
}

// Empty if no value of either list is finite: there is nothing to subtract then.
std::vector<double> paired_differences(std::span<const double> first, std::span<const double> second,
                                       const PairedOptions& options) {
  if (first.size() != second.size())
    throw std::invalid_argument("paired comparison: " + std::to_string(first.size()) + " values against " +
                                std::to_string(second.size()));
  const double worst_of_both =
      worse_of(worst_finite(first, options.direction), worst_finite(second, options.direction), options.direction);
  if (std::isnan(worst_of_both)) return {};

  const double diverged_as = std::isfinite(options.diverged_as) ? options.diverged_as : worst_of_both;
  std::vector<double> difference = with_diverged_as(first, diverged_as);
  const std::vector<double> subtracted = with_diverged_as(second, diverged_as);
  for (std::size_t i = 0; i < difference.size(); ++i) difference[i] -= subtracted[i];
  return difference;
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
  const std::vector<double> difference = paired_differences(first, second, options);
  PairedComparison result{};
  result.mean_difference = mean(difference);
  result.sd = standard_deviation(difference);
  result.ci95 = bootstrap_interval_of_mean(difference, options.seed, options.bootstrap);
  result.n = first.size();
  for (std::size_t i = 0; i < first.size(); ++i) {
    const int sign = outcome(first[i], second[i], options.direction);
    result.wins += sign > 0;
    result.losses += sign < 0;
  }
  result.diverged_first = count_diverged(first);
  result.diverged_second = count_diverged(second);
  result.p = result.p_holm = sign_flip_p(difference, options.seed);
  result.verdict = judge(result.ci95, options.direction, options.margin);
  if (result.n < kLeastPairs) result.verdict = Verdict::kInconclusive;
  if (result.verdict == Verdict::kInconclusive)
    result.settled_by = pairs_to_settle(result.mean_difference, result.sd, options.margin);
  return result;
}

void correct_family(std::span<PairedComparison> family) {
  std::vector<double> p_values;
  for (const PairedComparison& comparison : family) p_values.push_back(comparison.p);
  const std::vector<double> corrected = holm(p_values);
  for (std::size_t i = 0; i < family.size(); ++i) family[i].p_holm = corrected[i];
}

std::optional<std::size_t> pairs_to_settle(double difference, double sd, double margin) {
  if (!std::isfinite(difference) || !std::isfinite(sd)) return std::nullopt;
  const double distance = std::abs(difference);
  const auto pairs = [sd](double z, double room) {
    if (room <= 0) return std::numeric_limits<double>::infinity();
    return std::pow(z * sd / room, 2);
  };
  const double needed = std::min(pairs(kZ975 + kZ80, distance), pairs(kZ975 + kZ90, margin - distance));
  if (!(needed <= 1e9)) return std::nullopt;
  return std::max(kLeastPairs, static_cast<std::size_t>(std::ceil(needed)));
}

}  // namespace autoloss
