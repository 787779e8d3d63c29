#include "core/study/checkpointer.hpp"

#include <algorithm>
#include <chrono>

#include "core/cancel.hpp"

namespace autoloss {

// How long what runs may take to hand its state in: a step of a large model.
constexpr double kAnswerSeconds = 2;

Checkpointer::Checkpointer(Ledger& ledger, Timings& timings, RunDirectory& directory, CheckpointFolder& folder,
                           std::string facts, const CheckpointOptions& options)
    : ledger_(ledger), timings_(timings), directory_(directory), folder_(folder), facts_(std::move(facts)) {
  ledger_.checkpoint_every(options.steps, [this] { write(); });
  write();
  if (options.seconds > 0) timer_ = std::jthread([this, seconds = options.seconds] { write_by_time(seconds); });
}

Checkpointer::~Checkpointer() {
  {
    const std::lock_guard lock(mutex_);
    ends_ = true;
  }
  wake_.notify_all();
}

// The entries first: the file may then be longer than they say, never shorter.
void Checkpointer::write() {
  timings_.keep();
  Checkpoint checkpoint{facts_, ledger_.entries()};
  directory_.metrics().flush();
  folder_.write(checkpoint);
}

void Checkpointer::check() const {
  const std::lock_guard lock(mutex_);
  if (failure_) std::rethrow_exception(failure_);
}

bool Checkpointer::wait(std::unique_lock<std::mutex>& lock, double seconds) {
  return !wake_.wait_for(lock, std::chrono::duration<double>(seconds), [this] { return ends_; });
}

void Checkpointer::write_by_time(double seconds) {
  std::unique_lock lock(mutex_);
  const double answers = std::min(kAnswerSeconds, seconds / 2);
  while (wait(lock, seconds - answers)) {
    call_attention();
    if (!wait(lock, answers)) return;
    lock.unlock();
    std::exception_ptr failure;
    try {
      write();
    } catch (const RunError&) {
      failure = std::current_exception();
    }
    lock.lock();
    if (!failure) continue;
    failure_ = failure;
    request_cancel(ExitCode::kRunFailed);  // nothing that runs from now on could be kept
    return;
  }
}

}  // namespace autoloss
