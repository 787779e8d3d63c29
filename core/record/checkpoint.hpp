// Checkpoints of a run: what it has done so far, in files that appear whole, with a checksum, the last two of them
// kept.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/record/ledger.hpp"

namespace autoloss {

struct Checkpoint {
  std::string facts;  // what the run was begun with, as JSON: a run that goes on must agree
  Ledger::Entries entries;
};

std::string to_bytes(const Checkpoint& checkpoint);
// name: of the file, for errors. Throws ConfigError: damaged, of another format.
Checkpoint parse_checkpoint(const std::string& bytes, const std::string& name);

// The folder checkpoints/ of a run: 000001.checkpoint, 000002.checkpoint, ... [thread-safe]
class CheckpointFolder {
 public:
  static constexpr std::size_t kKept = 2;

  explicit CheckpointFolder(const std::filesystem::path& run) : folder_(run / "checkpoints") {}

  // The newest whole one; nothing where there is none.
  //   warn  is told of each newer one that is damaged, and why.
  // Throws ConfigError: there are some, all damaged.
  std::optional<Checkpoint> newest(const std::function<void(const std::string&)>& warn) const;
  // Writes the next one, then removes all but the last two. Throws RunError.
  void write(const Checkpoint& checkpoint);
  // The run is finished: removes them.
  void remove() const;

 private:
  std::vector<std::filesystem::path> files() const;  // oldest first

  std::filesystem::path folder_;
  std::mutex mutex_;
};

}  // namespace autoloss
