#pragma once

#include <cstdint>

#include "core/stats/bootstrap.hpp"
#include "core/stats/by_controller.hpp"
#include "core/stats/direction.hpp"

namespace autoloss {

// How probable it is that one method does better than another on a problem of this kind.
struct Improvement {
  double probability;  // NaN without problems
  Interval ci95;       // by the bootstrap over problems, and over controllers where there are several
};

// Probability of improvement (Agarwal et al., "Deep reinforcement learning at the edge of the statistical precipice",
// 2021, section 4.3): P(first better) + ½ P(both equal), of a problem by all pairs of a controller of the first and
// one of the second (the Mann-Whitney statistic), averaged over the problems. With one controller each it is the share
// of wins with ties counted half. It says how often, and nothing about how much. A run that diverged loses to one that
// ended and ties with another diverged one.
// same_controllers: row r of both belongs to one controller, so rows are drawn together and only such pairs count.
// Throws std::invalid_argument for tables of different lengths.
Improvement probability_of_improvement(const ByController& first, const ByController& second, Direction direction,
                                       bool same_controllers, std::uint64_t seed, BootstrapOptions options = {});

// 1: the first is better, -1: it is worse, 0: a tie. What is not finite loses to what is.
int outcome(double first, double second, Direction direction);

}  // namespace autoloss
