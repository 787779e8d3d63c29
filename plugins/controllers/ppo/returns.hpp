// What each decision of a trajectory was worth, and what a critic should have expected.
#pragma once

#include <autoloss/controller.h>

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

namespace autoloss::controllers {

// Of each decision: how much better it did than the critic expected, and what the critic should have said.
struct Worth {
  std::vector<double> advantages;
  std::vector<double> returns;

  bool is_finite() const {
    const auto finite = [](double value) { return std::isfinite(value); };
    return std::all_of(advantages.begin(), advantages.end(), finite) &&
           std::all_of(returns.begin(), returns.end(), finite);
  }
};

// Generalized advantage estimation (Schulman et al.: High-dimensional continuous control using generalized advantage
// estimation. ICLR 2016): A_t = d_t + discount lambda A_(t+1) with d_t = r_t + discount V_(t+1) - V_t. Behind the last
// decision V is 0 if the episode ended there by itself, and last_value if the trajectory was cut.
//
// Without rewards along the way the host's advantage is the return of every decision, however long ago it was.
//   values  the critic's, one a decision
inline Worth worth_of(const autoloss_trajectory& trajectory, std::span<const double> values, double discount,
                      double lambda) {
  const std::size_t count = trajectory.decision_count;
  Worth worth{std::vector<double>(count), std::vector<double>(count)};
  const bool ended = (trajectory.flags & AUTOLOSS_TRAJECTORY_TERMINATED) != 0;
  double next_value = ended ? 0 : trajectory.last_value;
  double next_advantage = 0;
  for (std::size_t row = count; row-- > 0;) {
    if (trajectory.rewards != nullptr) {
      next_advantage =
          trajectory.rewards[row] + discount * next_value - values[row] + discount * lambda * next_advantage;
      next_value = values[row];
    } else {
      next_advantage =
          (trajectory.advantages == nullptr ? trajectory.advantage : trajectory.advantages[row]) - values[row];
    }
    worth.advantages[row] = next_advantage;
    worth.returns[row] = next_advantage + values[row];
  }
  return worth;
}

}  // namespace autoloss::controllers
