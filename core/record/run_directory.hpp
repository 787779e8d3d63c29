// The directory of a run: everything it leaves behind.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace autoloss {

// experiment.toml, provenance.json, metrics.jsonl, controllers/, artifacts/, then summary.json, results.csv and
// problems.csv, written by a study; log.txt by the host. Not thread-safe, but for put().
class RunDirectory {
 public:
  // Makes the directory; `path` must not exist or be empty. Throws ConfigError: it exists and holds files, or it cannot
  // be made or written: the user chose the place.
  explicit RunDirectory(std::filesystem::path path);

  const std::filesystem::path& path() const { return path_; }

  // Adds a line to metrics.jsonl. Throws RunError when it cannot be written.
  void add_metrics(const std::string& json_line);

  // Writes a file, whole or not at all. name may lie in a folder below: "controllers/autoloss.controller".
  void put(const std::string& name, std::string_view content) const;

  // Ends metrics.jsonl. Throws RunError when it could not be written.
  void close_metrics();

 private:
  std::filesystem::path path_;
  std::ofstream metrics_;
};

}  // namespace autoloss
