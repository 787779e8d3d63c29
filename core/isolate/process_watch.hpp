// One thread that starts the processes of plugins, listens to them and ends them.
#pragma once

#include <condition_variable>
#include <exception>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include "core/isolate/plugin_process.hpp"

namespace autoloss {

// It starts them, since the kernel ends a process with the *thread* that asked for that (PR_SET_PDEATHSIG), and the
// threads of a study come and go. It looks at limits some tens of times a second; calls themselves look at no clock.
// [thread-safe]
class ProcessWatch {
 public:
  static ProcessWatch& get();

  void start(PluginProcess& process);                    // throws RunError
  void end(PluginProcess& process, const Line& broken);  // its memory is damaged
  void stop(PluginProcess& process);                     // ends it and forgets it

 private:
  ProcessWatch();
  ~ProcessWatch();

  void run();
  void wake() const;
  void start_waiting();
  void look(const std::vector<int>& readable, double elapsed_s);

  int wake_file_;
  std::mutex mutex_;
  std::condition_variable started_;
  PluginProcess* to_start_ = nullptr;
  std::exception_ptr start_failure_;
  std::mutex starting_;                      // one start at a time
  std::map<int, PluginProcess*> processes_;  // alive, by socket
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace autoloss
