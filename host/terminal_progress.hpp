// One line on the terminal that says how far a study has come.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>

#include "core/study/progress.hpp"

namespace autoloss::host {

// "train autoloss  1,234 of 6,400  210/s  24 s left", redrawn ten times a second at most. [thread-safe]
class TerminalProgress final : public Progress {
 public:
  ~TerminalProgress() override;
  void stage(const std::string& what, std::size_t total) override;
  void advance(std::size_t items) override;

 private:
  using Clock = std::chrono::steady_clock;
  void draw(Clock::time_point now);

  std::mutex mutex_;
  std::string what_;
  std::size_t total_ = 0;
  std::size_t done_ = 0;
  Clock::time_point begin_{};
  Clock::time_point drawn_{};
};

// The text of that line.
std::string progress_text(const std::string& what, std::size_t done, std::size_t total, double seconds);

}  // namespace autoloss::host
