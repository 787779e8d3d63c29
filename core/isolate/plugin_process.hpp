// This side of a process that holds one instance of a component.
#pragma once

#include <autoloss/host.h>
#include <sys/types.h>

#include <atomic>
#include <deque>
#include <memory>
#include <mutex>
#include <string>

#include "core/isolate/calls.hpp"
#include "core/isolate/isolation.hpp"
#include "core/isolate/lane.hpp"
#include "core/isolate/message.hpp"
#include "core/isolate/switchboard.hpp"
#include "core/plugin/instance_maker.hpp"

namespace autoloss {

// What a process is to hold.
struct IsolatedSubject {
  std::filesystem::path file;
  bool is_task = false;
  std::string id;

  // "task 'regression' of /…/regression.so"
  std::string name() const;
};

// Streams of the caller that a call may use.
struct CallStreams {
  const autoloss_writer* writer = nullptr;
  const autoloss_reader* reader = nullptr;
};

// A lane in use. One call at a time.
class Line {
 public:
  Line(LaneMemory& memory, uint32_t index) : memory_(memory), lane_(memory, Lane::kHost), index_(index) {}

  uint32_t index() const { return index_; }
  // Begins a request; what the slot is given follows.
  Packer request(Call call);
  // What the last call that succeeded returned.
  Unpacker answer() const { return Unpacker(answer_); }

 private:
  friend class PluginProcess;

  LaneMemory& memory_;
  Lane lane_;
  uint32_t index_;
  std::string message_;
  std::string_view answer_;  // in message_
  std::atomic<Call> call_{Call::kCreate};
  std::atomic<uint64_t> calls_{0};  // odd while one is under way
  uint64_t seen_calls_ = 0;         // the watch's: what it saw last,
  double waited_s_ = 0;             // and for how long it has seen that
  bool to_blame_ = false;           // the process ended through this line
};

// Starts `autoloss serve-plugin` and passes calls to it. The process ends with this object, with this process, when a
// call takes too long, or when it uses too much memory. [thread-safe], but for what Line says.
class PluginProcess {
 public:
  // Throws RunError: no process can be started. host: as in create(); outlives this, may be nullptr.
  PluginProcess(const Isolation& isolation, IsolatedSubject subject, const autoloss_host* host);
  ~PluginProcess();
  PluginProcess(const PluginProcess&) = delete;
  PluginProcess& operator=(const PluginProcess&) = delete;

  Line& main_line() { return *main_line_; }
  // nullptr: there are as many as there can be.
  Line* add_line();

  // Sends the line's request and waits for the answer. Returns what the slot did, or kCrashed or kCrashedBeside with a
  // message.
  int32_t call(Line& line, autoloss_error* error, const CallStreams& streams = {});
  bool ended() const { return ended_.load(std::memory_order_acquire); }

 private:
  friend class ProcessWatch;
  enum class Why { kSignal, kExit, kTimeout, kMemory, kBroken };

  // What follows is called by the watch, on its thread, one at a time.
  void spawn();  // throws RunError
  int socket() const { return socket_; }
  void listen();                 // answers what the process asks of the host; notices its end
  void check(double elapsed_s);  // limits, and whether it is still there
  void end(Why why, const Line* culprit);

  bool reap(bool wait);
  void answer_services();
  void serve(Unpacker request);
  void check_times(double elapsed_s);
  void note_label();
  void blame(const Line* culprit);
  void read_answer(Line& line, const CallStreams& streams);
  int32_t crashed(const Line& line, autoloss_error* error) const;
  std::string how_it_ended(const Line& line) const;

  const Isolation isolation_;
  const IsolatedSubject subject_;
  const autoloss_host* host_;
  Switchboard switchboard_;
  pid_t id_ = -1;
  int socket_ = -1;
  std::string inbox_;
  std::mutex label_mutex_;
  std::string label_;  // of artifacts, on the thread that called last: the watch writes them for it

  std::mutex lines_mutex_;  // of the list, and of the end
  std::deque<Line> lines_;
  Line* main_line_;
  std::atomic<bool> ended_{false};
  Why why_ = Why::kExit;  // set before ended_
  int number_ = 0;        // signal or exit code
  uint64_t used_bytes_ = 0;
};

}  // namespace autoloss
