#include "core/stats/bootstrap.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <string>

#include "autoloss/cpp/random.hpp"
#include "core/stats/descriptive.hpp"

namespace autoloss {
namespace {

constexpr Interval kNoInterval{std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN()};

// Uniform in [0, bound), half the cost of Stream::below(); a value's probability is off by less than 2^-32.
std::uint32_t below(std::uint32_t bound, sdk::Stream& stream) {
  return static_cast<std::uint32_t>((std::uint64_t{stream.next_u32()} * bound) >> 32);
}

void check(const BootstrapOptions& options) {
  if (options.resamples == 0) throw std::invalid_argument("bootstrap: no resamples");
  if (!(options.confidence > 0 && options.confidence < 1))
    throw std::invalid_argument("bootstrap: confidence " + std::to_string(options.confidence) + " is outside (0, 1)");
}

void check_finite(std::span<const double> values) {
  if (!std::all_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); }))
    throw std::invalid_argument("bootstrap: a value is not finite (see core/stats/diverged.hpp)");
}

// A single one is drawn without a draw.
void draw(std::vector<std::uint32_t>& counts, sdk::Stream& stream) {
  if (counts.size() < 2) {
    std::fill(counts.begin(), counts.end(), 1);
    return;
  }
  std::fill(counts.begin(), counts.end(), 0);
  const auto count = static_cast<std::uint32_t>(counts.size());
  for (std::uint32_t drawn = 0; drawn < count; ++drawn) ++counts[below(count, stream)];
}

NestedDraw shape_of(const ByController& values) {
  NestedDraw shape;
  shape.first.resize(values.size());
  shape.problems.resize(values.front().size());
  return shape;
}

// A value of a pool in ascending order, and whose it is.
struct Pooled {
  double value;
  std::size_t controller;
  std::size_t problem;
};

std::vector<Pooled> ascending_pool(const ByController& values) {
  std::vector<Pooled> pool;
  for (std::size_t controller = 0; controller < values.size(); ++controller)
    for (std::size_t problem = 0; problem < values[controller].size(); ++problem)
      pool.push_back({values[controller][problem], controller, problem});
  std::sort(pool.begin(), pool.end(), [](const Pooled& a, const Pooled& b) { return a.value < b.value; });
  return pool;
}

// interquartile_mean() of a drawn pool: as many of each value as its controller times its problem were drawn.
double interquartile_mean_of(const std::vector<Pooled>& pool, const NestedDraw& drawn) {
  const std::size_t quarter = pool.size() / 4, end = pool.size() - quarter;
  std::size_t place = 0;  // of the first copy of the value in the drawn list
  double sum = 0;
  for (const Pooled& item : pool) {
    const std::size_t copies = std::size_t{drawn.first[item.controller]} * drawn.problems[item.problem];
    const std::size_t from = std::max(place, quarter), to = std::min(place + copies, end);
    if (from < to) sum += static_cast<double>(to - from) * item.value;
    place += copies;
  }
  return sum / static_cast<double>(end - quarter);
}

}  // namespace

Interval bootstrap_interval_of_mean(std::span<const double> values, std::uint64_t seed, BootstrapOptions options) {
  check(options);
  check_finite(values);
  if (values.size() < 2) return kNoInterval;

  sdk::Stream stream(sdk::derive(seed, "bootstrap"));
  const auto count = static_cast<std::uint32_t>(values.size());
  std::vector<double> means(options.resamples);
  for (double& resampled : means) {
    double sum = 0;
    for (std::uint32_t drawn = 0; drawn < count; ++drawn) sum += values[below(count, stream)];
    resampled = sum / count;
  }
  std::sort(means.begin(), means.end());
  return percentile_interval(means, options.confidence);
}

std::vector<double> nested_resamples(NestedDraw shape, const std::function<double(const NestedDraw&)>& statistic,
                                     std::uint64_t seed, const BootstrapOptions& options) {
  check(options);
  sdk::Stream stream(sdk::derive(seed, "nested bootstrap"));
  std::vector<double> values(options.resamples);
  for (double& value : values) {
    draw(shape.first, stream);
    draw(shape.second, stream);
    draw(shape.problems, stream);
    value = statistic(shape);
  }
  std::sort(values.begin(), values.end());
  return values;
}

Interval percentile_interval(const std::vector<double>& ascending, double confidence) {
  if (std::any_of(ascending.begin(), ascending.end(), [](double value) { return std::isnan(value); }))
    return kNoInterval;
  const double tail = (1 - confidence) / 2;
  return {quantile_of_sorted(ascending, tail), quantile_of_sorted(ascending, 1 - tail)};
}

double two_sided_p(const std::vector<double>& ascending) {
  const auto below_or_at = std::upper_bound(ascending.begin(), ascending.end(), 0.0) - ascending.begin();
  const auto above_or_at = ascending.end() - std::lower_bound(ascending.begin(), ascending.end(), 0.0);
  const auto rarer = static_cast<double>(std::min(below_or_at, above_or_at));
  return std::min(1.0, 2 * (1 + rarer) / (1 + static_cast<double>(ascending.size())));
}

Interval nested_interval_of_mean(const ByController& values, std::uint64_t seed, BootstrapOptions options) {
  if (values.size() == 1) return bootstrap_interval_of_mean(values.front(), seed, options);
  check(options);
  check_finite(pooled(values));
  if (mean_by_problem(values).size() < 2) return kNoInterval;

  const auto mean_of = [&values](const NestedDraw& drawn) {
    double sum = 0;
    for (std::size_t controller = 0; controller < values.size(); ++controller) {
      if (drawn.first[controller] == 0) continue;
      const std::vector<double>& row = values[controller];
      const double of_controller = std::inner_product(row.begin(), row.end(), drawn.problems.begin(), 0.0);
      sum += drawn.first[controller] * of_controller;
    }
    return sum / static_cast<double>(values.size() * drawn.problems.size());
  };
  return percentile_interval(nested_resamples(shape_of(values), mean_of, seed, options), options.confidence);
}

Interval nested_interval_of_iqm(const ByController& values, std::uint64_t seed, BootstrapOptions options) {
  check(options);
  check_finite(pooled(values));
  if (mean_by_problem(values).size() < 2) return kNoInterval;

  const std::vector<Pooled> pool = ascending_pool(values);
  const auto statistic = [&pool](const NestedDraw& drawn) { return interquartile_mean_of(pool, drawn); };
  return percentile_interval(nested_resamples(shape_of(values), statistic, seed, options), options.confidence);
}

}  // namespace autoloss
