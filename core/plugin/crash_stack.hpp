// What a thread needs so that the handler of a crash can run when the stack itself has run out.
#pragma once

#include <signal.h>

#include <cstddef>
#include <memory>

namespace autoloss {

// The signals of a crash.
constexpr int kCrashSignals[] = {SIGSEGV, SIGABRT, SIGFPE, SIGBUS, SIGILL};

// A stack for handlers, on the thread that makes it, until it goes.
class CrashStack {
 public:
  CrashStack() : memory_(new std::byte[kSize]) {
    stack_t stack{};
    stack.ss_sp = memory_.get();
    stack.ss_size = kSize;
    sigaltstack(&stack, &before_);
  }
  ~CrashStack() { sigaltstack(&before_, nullptr); }
  CrashStack(const CrashStack&) = delete;
  CrashStack& operator=(const CrashStack&) = delete;

 private:
  static constexpr std::size_t kSize = 65536;
  std::unique_ptr<std::byte[]> memory_;
  stack_t before_{};
};

}  // namespace autoloss
