// What this program does for components: the table of host.h.
#pragma once

#include <autoloss/host.h>

#include <filesystem>
#include <functional>
#include <mutex>
#include <set>
#include <string>

namespace autoloss {

// While one lives, what components write on this thread is kept, under names that begin with the label. Without one
// nothing is: thousands of trainings run, most of them to teach a controller. Not to be handed to another thread.
class ArtifactLabel {
 public:
  explicit ArtifactLabel(std::string label);  // ""; nothing is kept
  ~ArtifactLabel();
  ArtifactLabel(const ArtifactLabel&) = delete;
  ArtifactLabel& operator=(const ArtifactLabel&) = delete;

  // Of this thread; "" where there is none.
  static const std::string& current();

 private:
  std::string before_;
};

// Owns the table that create() is given; lives until the last instance is gone. [thread-safe]
class HostServices {
 public:
  using Log = std::function<void(int32_t level, const std::string& message)>;  // [thread-safe]

  // artifacts: folder for what components write; empty: nothing is recorded.
  HostServices(Log log, std::filesystem::path artifacts);
  HostServices(const HostServices&) = delete;
  HostServices& operator=(const HostServices&) = delete;

  const autoloss_host* get() const { return &table_; }

 private:
  static HostServices& of(void* context) { return *static_cast<HostServices*>(context); }
  static int32_t write_artifact(void* context, const char* name, const char* mime, const void* bytes, uint64_t size,
                                autoloss_error* error) noexcept;

  void say(int32_t level, const std::string& message);

  Log log_;
  std::mutex mutex_;  // of said_
  std::set<std::string> said_;
  std::mutex writing_;  // instances may write artifacts of one name
  std::filesystem::path artifacts_;
  std::string data_directory_;   // $AUTOLOSS_DATA
  std::string cache_directory_;  // $XDG_CACHE_HOME/autoloss, else ~/.cache/autoloss
  autoloss_host table_{};
};

}  // namespace autoloss
