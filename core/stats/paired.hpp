#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string_view>

#include "core/stats/bootstrap.hpp"
#include "core/stats/by_controller.hpp"
#include "core/stats/direction.hpp"
#include "core/stats/improvement.hpp"

namespace autoloss {

// What a comparison says about the first of two methods.
enum class Verdict { kBetter, kWorse, kEquivalent, kInconclusive };

std::string_view name_of(Verdict verdict);
std::optional<Verdict> verdict_named(std::string_view name);  // empty: there is no such verdict

// Reads an interval of "first minus second". Equivalent: all of it lies within ±margin, so whatever difference there is
// does not matter, even one that is surely there (the region of practical equivalence of Kruschke, "Rejecting or
// accepting parameter values in Bayesian estimation", 2018; with a 95 % interval stricter than two one-sided tests at
// 5 %, Lakens, "Equivalence tests", 2017). Better or worse: all of it lies on that side of 0. Otherwise inconclusive,
// as is an interval that does not exist. With margin 0 only the interval [0, 0] is equivalent.
// Throws std::invalid_argument for a negative or NaN margin.
Verdict judge(Interval difference, Direction direction, double margin);

// With fewer pairs not even a difference of one sign throughout has p < 0.05 in a sign-flip test (2 · 2⁻⁵ = 0.06),
// though an interval may well exclude 0: no verdict is given.
inline constexpr std::size_t kLeastPairs = 6;

// A sign, an interval and a test for "first minus second", pair by pair.
struct PairedComparison {
  double mean_difference;  // NaN if there is no pair, or no finite value at all
  double sd;               // standard deviation of the differences by problem; NaN with fewer than two
  Interval ci95;           // bootstrap percentile interval of the mean difference
  std::size_t n;           // pairs
  std::size_t wins;        // pairs in which the first is better
  std::size_t losses;      // pairs in which it is worse; the rest are ties
  std::size_t diverged_first;
  std::size_t diverged_second;
  std::size_t controllers;  // of the method that has more of them
  Improvement improvement;  // how often the first is better
  double p;                 // sign_flip_p; with several controllers two_sided_p of the nested bootstrap
  double p_holm;            // p, until correct_family() sees the whole family
  Verdict verdict;
  // Pairs that should settle an inconclusive comparison, see pairs_to_settle(). Empty for any other verdict.
  std::optional<std::size_t> settled_by;
};

struct PairedOptions {
  Direction direction = Direction::kMinimize;
  double margin = 0;  // differences up to this do not matter, ≥ 0, in the metric's unit
  std::uint64_t seed = 0;
  BootstrapOptions bootstrap{};
  // What a diverged run counts as in the differences; NaN: the worst finite value of both lists. A table of several
  // methods gives the worst of all of them, so that differences agree with its means.
  double diverged_as = std::numeric_limits<double>::quiet_NaN();
  // Row r of both tables belongs to one controller, as where one method replays what the other did.
  bool same_controllers = false;
};

// Compares two methods on the same problems: values at the same index belong together. A value that is not finite is a
// run that diverged: it loses against any finite one, ties with another diverged one, and enters the differences as
// options.diverged_as (core/stats/diverged.hpp).
// Throws std::invalid_argument for lists of different lengths and for a negative margin.
PairedComparison compare_paired(std::span<const double> first, std::span<const double> second, PairedOptions options);

// The same for methods of which one or both were guided by several controllers. Each problem counts by the mean over
// the controllers; the interval comes from drawing controllers and problems (nested_resamples()), so that it speaks of
// controllers trained anew, and p from the same resamples, so that the two agree: flipping signs of problems would
// know nothing of the controllers. With one controller each, it is the comparison above to the bit.
PairedComparison compare_paired(const ByController& first, const ByController& second, PairedOptions options);

// Sets p_holm of each from all p: the comparisons that one table shows are a family.
void correct_family(std::span<PairedComparison> family);

// How many pairs give four chances in five of a verdict other than inconclusive, if the true difference and the spread
// are those seen: the lesser of
//   sd² / ((|difference| / (z.975 + z.8))² − v)             for an interval that excludes 0, and
//   sd² / (((margin − |difference|) / (z.975 + z.9))² − v)  for one within the margin,
// where v = variance_by_controllers() is what more problems do not lower; 0 with a single controller (Chow, Shao and
// Wang, "Sample size calculations in clinical research", 2008, section 3.1). Empty if neither exists or if it takes
// more than 10⁹. A plan for the next study, not a statement about this one: the difference seen is itself uncertain.
std::optional<std::size_t> pairs_to_settle(double difference, double sd, double margin,
                                           double variance_by_controllers = 0);

}  // namespace autoloss
