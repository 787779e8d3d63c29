// Wall-clock time of each stage of a study, over all processes that worked on it, kept apart from what must be
// reproducible.
#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "core/record/ledger.hpp"

namespace autoloss {

// Seconds by stage. A stage that is begun again goes on counting. [thread-safe]
class Timings {
 public:
  using Clock = std::function<double()>;  // seconds since any moment

  // place: where keep() puts what was counted, for the process that resumes.
  explicit Timings(Bookmark place, Clock clock = steady_clock());

  // What an earlier process counted, if one did. Before anything is begun.
  void resume();
  void begin(const std::string& stage);
  void end();
  // Puts what is counted so far, with the stage under way.
  void keep();
  // {"seconds": {STAGE: SECONDS, ...}}, in the order in which stages were begun.
  std::string json();

 private:
  static Clock steady_clock();
  void count();
  double& seconds_of(const std::string& stage);

  Bookmark place_;
  Clock clock_;
  std::mutex mutex_;
  std::string stage_;  // under way; "": none
  double since_ = 0;
  std::vector<std::pair<std::string, double>> seconds_;  // by stage, in the order in which they were begun
};

}  // namespace autoloss
