#include "core/study/best_trial.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace autoloss {

void BestTrial::offer(std::size_t trial, GuidedResult result, bool maximize, const Bookmark& place) {
  const std::lock_guard lock(mutex_);
  offer(trial, std::move(result), maximize);
  place.put(*this);
}

bool BestTrial::has(std::size_t trial) const {
  const std::lock_guard lock(mutex_);
  return std::find(offered_.begin(), offered_.end(), trial) != offered_.end();
}

GuidedResult BestTrial::take(const std::vector<Assignment>& trials) {
  GuidedResult result = std::move(best_);
  result.search_steps += steps_ - result.steps;
  result.search_batches += batches_ - result.batches;
  if (!trials.empty()) result.chosen = trials[trial_].named;
  if (!trials.empty() && history_) result.search = course();
  return result;
}

void BestTrial::offer(std::size_t trial, GuidedResult result, bool maximize) {
  maximize_ = maximize;
  steps_ += result.steps;
  batches_ += result.batches;
  if (history_)
    costs_.push_back({trial, result.diverged, result.validation, {result.batches, result.steps, result.value}});
  const bool first = offered_.empty();
  offered_.push_back(trial);
  if (!first && !better(trial, result, maximize)) return;
  best_ = std::move(result);
  trial_ = trial;
}

bool BestTrial::better(std::size_t trial, const GuidedResult& result, bool maximize) const {
  const auto rank = [&](const GuidedResult& r) {
    if (r.diverged || !std::isfinite(r.validation)) return -std::numeric_limits<double>::infinity();
    return maximize ? r.validation : -r.validation;
  };
  return rank(result) != rank(best_) ? rank(result) > rank(best_) : trial < trial_;
}

std::vector<BudgetPoint> BestTrial::course() {
  std::sort(costs_.begin(), costs_.end(), [](const Trial& a, const Trial& b) { return a.index < b.index; });
  std::vector<BudgetPoint> points;
  BudgetPoint so_far;
  const Trial* best = nullptr;
  for (const Trial& trial : costs_) {
    so_far.batches += trial.point.batches;
    so_far.steps += trial.point.steps;
    const bool usable = !trial.diverged && std::isfinite(trial.validation);
    if (usable &&
        (best == nullptr || (maximize_ ? trial.validation > best->validation : trial.validation < best->validation)))
      best = &trial;
    so_far.value = best == nullptr ? std::nan("") : best->point.value;
    points.push_back(so_far);
  }
  return points;
}

}  // namespace autoloss
