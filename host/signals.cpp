#include "host/signals.hpp"

#include <unistd.h>

#include <csignal>

#include "core/cancel.hpp"

namespace autoloss::host {
namespace {

extern "C" void stop_soon(int signal) {
  const ExitCode code = signal == SIGINT ? ExitCode::kInterrupted : ExitCode::kTerminated;
  if (cancelled()) _exit(static_cast<int>(code));
  request_cancel(code);
}

}  // namespace

void catch_signals() {
  struct sigaction action = {};
  action.sa_handler = stop_soon;
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

}  // namespace autoloss::host
