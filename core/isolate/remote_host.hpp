// The host as a component in a process of its own sees it.
#pragma once

#include <autoloss/host.h>

#include <mutex>
#include <string>

#include "core/isolate/message.hpp"
#include "core/isolate/switchboard.hpp"

namespace autoloss {

// Services that go over the socket to the process which started this one; folders and the wish to stop are known here.
// [thread-safe]
class RemoteHost {
 public:
  // Reads what pack_host() wrote.
  RemoteHost(Unpacker& unpacker, Switchboard& switchboard);
  RemoteHost(const RemoteHost&) = delete;
  RemoteHost& operator=(const RemoteHost&) = delete;

  const autoloss_host* get() const { return given_ ? &table_ : nullptr; }

 private:
  static RemoteHost& of(void* context) { return *static_cast<RemoteHost*>(context); }
  static void log(void* context, int32_t level, const char* message) noexcept;
  static void progress(void* context, double fraction, const char* what) noexcept;
  static int32_t write_artifact(void* context, const char* name, const char* mime, const void* bytes, uint64_t size,
                                autoloss_error* error) noexcept;
  // Sends a request and waits for its answer.
  int32_t ask(const std::string& request, autoloss_error* error) noexcept;

  Switchboard& switchboard_;
  std::mutex mutex_;  // of the socket
  bool given_;
  std::string data_directory_, cache_directory_;
  autoloss_host table_{};
};

}  // namespace autoloss
