// Signal handlers that outlive the loading of a library.
#pragma once

#include <signal.h>

#include <array>
#include <cstddef>

namespace autoloss {

// Puts every signal handler back, at the end of its life, that was in place at the beginning. Libraries that a plugin
// is linked with may install their own while they are loaded (those that LibTorch brings along on Debian 13 do) and
// would take the report of a crash from the program. Handlers belong to the process: one such object at a time.
class KeptSignalHandlers {
 public:
  KeptSignalHandlers() {
    for (int number = 1; number < NSIG; ++number) {
      auto& kept = kept_[static_cast<std::size_t>(number)];
      kept.there = sigaction(number, nullptr, &kept.action) == 0;
    }
  }
  ~KeptSignalHandlers() {
    for (int number = 1; number < NSIG; ++number) {
      const auto& kept = kept_[static_cast<std::size_t>(number)];
      if (kept.there) sigaction(number, &kept.action, nullptr);
    }
  }
  KeptSignalHandlers(const KeptSignalHandlers&) = delete;
  KeptSignalHandlers& operator=(const KeptSignalHandlers&) = delete;

 private:
  struct Kept {
    bool there = false;
    struct sigaction action = {};
  };
  std::array<Kept, NSIG> kept_;
};

}  // namespace autoloss
