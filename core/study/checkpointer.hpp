// Writes the checkpoints of a run while it goes on.
#pragma once

#include <condition_variable>
#include <exception>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "core/record/checkpoint.hpp"
#include "core/record/run_directory.hpp"
#include "core/study/timings.hpp"

namespace autoloss {

struct CheckpointOptions {
  double seconds = 60;  // between two; 0: time does not matter
  uint64_t steps = 0;   // task steps between two, over all episodes; 0: steps do not matter
};

// Every so many seconds asks all that runs for its state, gives it a moment to answer, and writes. What has not
// answered by then is as it was at the call before. [thread-safe]
class Checkpointer {
 public:
  // ledger, timings, directory, folder: outlive it. facts: of the run.
  Checkpointer(Ledger& ledger, Timings& timings, RunDirectory& directory, CheckpointFolder& folder, std::string facts,
               const CheckpointOptions& options);
  // Writes nothing more.
  ~Checkpointer();
  Checkpointer(const Checkpointer&) = delete;
  Checkpointer& operator=(const Checkpointer&) = delete;

  // Writes one now. Throws RunError.
  void write();
  // Throws what writing one by time threw meanwhile.
  void check() const;

 private:
  void write_by_time(double seconds);
  bool wait(std::unique_lock<std::mutex>& lock, double seconds);

  Ledger& ledger_;
  Timings& timings_;
  RunDirectory& directory_;
  CheckpointFolder& folder_;
  std::string facts_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  bool ends_ = false;
  std::exception_ptr failure_;
  std::jthread timer_;
};

}  // namespace autoloss
