#include "core/isolate/process_watch.hpp"

#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <utility>

#include "core/errors.hpp"

namespace autoloss {
namespace {

constexpr int kTick_ms = 20;

}  // namespace

ProcessWatch& ProcessWatch::get() {
  static ProcessWatch watch;
  return watch;
}

ProcessWatch::ProcessWatch() : wake_file_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (wake_file_ < 0) throw RunError("isolation: no event file descriptor");
  // Signals of the user go to the threads that were there before.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  thread_ = std::thread([this] { run(); });
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

ProcessWatch::~ProcessWatch() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake();
  thread_.join();
  close(wake_file_);
}

void ProcessWatch::wake() const {
  const uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = write(wake_file_, &one, sizeof(one));
}

void ProcessWatch::start(PluginProcess& process) {
  const std::lock_guard one_at_a_time(starting_);
  std::unique_lock lock(mutex_);
  to_start_ = &process;
  wake();
  started_.wait(lock, [this] { return to_start_ == nullptr; });
  if (start_failure_) std::rethrow_exception(std::exchange(start_failure_, nullptr));
}

void ProcessWatch::end(PluginProcess& process, const Line& broken) {
  const std::lock_guard lock(mutex_);
  if (process.ended()) return;
  process.end(PluginProcess::Why::kBroken, &broken);
}

void ProcessWatch::stop(PluginProcess& process) {
  const std::lock_guard lock(mutex_);
  if (process.socket() < 0) return;
  if (!process.ended()) process.end(PluginProcess::Why::kSignal, nullptr);
  processes_.erase(process.socket());
  close(process.socket());
}

void ProcessWatch::start_waiting() {
  if (to_start_ == nullptr) return;
  try {
    to_start_->spawn();
    processes_[to_start_->socket()] = to_start_;
  } catch (...) {
    start_failure_ = std::current_exception();
  }
  to_start_ = nullptr;
  started_.notify_all();
}

void ProcessWatch::look(const std::vector<int>& readable, double elapsed_s) {
  for (const int socket : readable)
    if (const auto found = processes_.find(socket); found != processes_.end()) found->second->listen();
  if (elapsed_s > 0)
    for (const auto& [socket, process] : processes_)
      if (!process->ended()) process->check(elapsed_s);
  // One that has ended has nothing more to say; stop() closes its socket.
  std::erase_if(processes_, [](const auto& entry) { return entry.second->ended(); });
}

void ProcessWatch::run() {
  using Clock = std::chrono::steady_clock;
  constexpr double kTick_s = kTick_ms / 1000.0;
  auto last = Clock::now();
  while (true) {
    std::vector<pollfd> files{{wake_file_, POLLIN, 0}};
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) return;
      for (const auto& [socket, process] : processes_) files.push_back({socket, POLLIN, 0});
    }
    poll(files.data(), files.size(), files.size() > 1 ? kTick_ms : -1);
    const double passed = std::chrono::duration<double>(Clock::now() - last).count();
    if (passed >= kTick_s) last = Clock::now();

    std::vector<int> readable;
    for (std::size_t index = 1; index < files.size(); ++index)
      if (files[index].revents != 0) readable.push_back(files[index].fd);
    const std::lock_guard lock(mutex_);
    uint64_t wakes = 0;
    [[maybe_unused]] const ssize_t drained = read(wake_file_, &wakes, sizeof(wakes));
    start_waiting();
    // Time in which this process itself stood still (Ctrl-Z, a sleeping machine) is not held against a call.
    look(readable, passed >= kTick_s ? std::min(passed, 2 * kTick_s) : 0);
  }
}

}  // namespace autoloss
