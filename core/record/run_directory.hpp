// The directory of a run: everything it leaves behind.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/record/run_lock.hpp"
#include "core/record/stream_file.hpp"

namespace autoloss {

// experiment.toml, provenance.json, metrics.jsonl, controllers/, artifacts/, checkpoints/ while it runs, then
// summary.json, results.csv, problems.csv and timings.json, written by a study; log.txt by the host. One process at a
// time has it. [thread-safe]
class RunDirectory {
 public:
  // Whether what is there may go on.
  enum class Opening { kNew, kResume };

  // Makes the directory and locks it; `path` must not exist or be empty, unless it is a run to be resumed. Throws
  // ConfigError: it exists and holds files, or other files than a run's, another process works in it, or it cannot be
  // made or written: the user chose the place.
  RunDirectory(std::filesystem::path path, Opening opening);

  const std::filesystem::path& path() const { return path_; }
  StreamFile& metrics() { return metrics_; }

  // Writes a file, whole or not at all. name may lie in a folder below: "controllers/autoloss.controller".
  void put(const std::string& name, std::string_view content) const;

  // Whether a run has ended there, with nothing left to do: the last file that it writes is there.
  static bool is_finished(const std::filesystem::path& path);
  // Removes what a process left that was killed behind the last file of a run: its lock, checkpoints, unfinished files.
  // Nothing where another process is at work, which does so itself, or where nothing can be written.
  static void tidy_finished(const std::filesystem::path& path);
  static constexpr const char* kLastFile = "timings.json";

 private:
  std::filesystem::path path_;
  RunLock lock_;
  StreamFile metrics_;
};

}  // namespace autoloss
