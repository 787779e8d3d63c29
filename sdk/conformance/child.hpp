// A piece of work in a process of its own.
#pragma once

#include <functional>
#include <string>

namespace autoloss::conformance {

// Names the call of the plugin that is under way, for messages about processes that did not come back from it.
class Under {
 public:
  explicit Under(const char* slot);
  ~Under();
  Under(const Under&) = delete;
  Under& operator=(const Under&) = delete;
};

struct Ended {
  enum class How { kReturned, kCrashed, kTimedOut, kStopped, kLeft };
  How how = How::kReturned;
  int number = 0;          // the signal of a crash, the exit code of a plugin that left
  std::string text;        // what the work returned
  std::string slot;        // the call that was under way; "" for none
  std::string last_words;  // the last line on standard error
};

// Forks; runs work there and returns the text that it returns. Standard output goes nowhere there, standard error is
// kept for last_words. After time_limit_s, or when stopped() says so after a signal, the process is killed.
Ended in_child(const std::function<std::string()>& work, int time_limit_s, const std::function<bool()>& stopped);

// "crashed in step(): Segmentation fault", "no answer within 60 s, in begin()"; "" for one that returned.
std::string end_text(const Ended& ended, int time_limit_s);

}  // namespace autoloss::conformance
