// The search over a method's parameters on one problem, as its trials end.
#pragma once

#include <mutex>
#include <vector>

#include "core/study/guided.hpp"

namespace autoloss {

// Keeps the best of the trials offered, ties going to the earlier one, so that the order in which they end does not
// matter. Several threads may offer at a time.
class BestTrial {
 public:
  // history: what the search would have returned after each trial is wanted.
  explicit BestTrial(bool history = false) : history_(history) {}

  // place: where what it knows is remembered.
  void offer(std::size_t trial, GuidedResult result, bool maximize, const Bookmark& place);
  // Whether a trial has been offered already, by a study that this one continues.
  bool has(std::size_t trial) const;
  // The chosen trial; what the others took is its search.
  GuidedResult take(const std::vector<Assignment>& trials);

  template <class Archive>
  void serialize(Archive& archive) {
    archive(maximize_, offered_, costs_, best_, trial_, steps_, batches_);
  }

 private:
  struct Trial {
    std::size_t index = 0;
    bool diverged = false;
    double validation = 0;
    BudgetPoint point;

    template <class Archive>
    void serialize(Archive& archive) {
      archive(index, diverged, validation, point);
    }
  };
  void offer(std::size_t trial, GuidedResult result, bool maximize);
  bool better(std::size_t trial, const GuidedResult& result, bool maximize) const;
  // In the order of the trials, each time with the best so far.
  std::vector<BudgetPoint> course();

  mutable std::mutex mutex_;
  bool history_;
  bool maximize_ = false;
  std::vector<Trial> costs_;
  GuidedResult best_;
  std::size_t trial_ = 0;
  std::vector<std::size_t> offered_;
  uint64_t steps_ = 0, batches_ = 0;
};

}  // namespace autoloss
