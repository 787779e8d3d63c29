#include "core/record/run_directory.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <system_error>
#include <vector>

#include "core/errors.hpp"
#include "core/file.hpp"
#include "core/record/checkpoint.hpp"

namespace autoloss {
namespace {

namespace fs = std::filesystem;

void make_directory(const fs::path& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error) throw RunError(path.string() + ": cannot be made: " + error.message());
}

// What stands in a directory before a run has its first checkpoint, and what a kill may leave.
bool belongs_to_a_run(const fs::path& file) {
  constexpr std::array<std::string_view, 7> kNames{
      "experiment.toml", "provenance.json", "metrics.jsonl", "log.txt", "lock", "checkpoints", "artifacts"};
  const std::string name = file.filename().string();
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end() || name.find(".tmp") != std::string::npos;
}

fs::path opened(const fs::path& path, RunDirectory::Opening opening) {
  std::error_code error;
  const bool is_run = opening == RunDirectory::Opening::kResume && fs::exists(path / "experiment.toml", error);
  const bool may_begin = [&] {
    if (!fs::exists(path, error) || is_run) return true;
    if (!fs::is_directory(path, error)) return false;
    if (opening == RunDirectory::Opening::kNew) return fs::is_empty(path, error);
    return std::all_of(fs::directory_iterator(path, error), fs::directory_iterator(), belongs_to_a_run);
  }();
  if (!may_begin)
    throw ConfigError(path.string() +
                      ": exists already, and nothing is overwritten\n  name another place with --out, " +
                      "or move it away; to continue a run: autoloss resume DIR");
  fs::create_directories(path, error);
  if (error) throw ConfigError(path.string() + ": cannot be made: " + error.message());
  return path;
}

// What a killed process was writing.
void remove_temporaries(const fs::path& path) {
  std::error_code error;
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(path, error))
    if (entry.is_regular_file(error) && entry.path().filename().string().find(".tmp") != std::string::npos)
      files.push_back(entry.path());
  for (const fs::path& file : files) fs::remove(file, error);
}

}  // namespace

RunDirectory::RunDirectory(fs::path path, Opening opening)
    : path_(opened(path, opening)), lock_(path_), metrics_(path_ / "metrics.jsonl") {
  if (opening == Opening::kResume) remove_temporaries(path_);
}

void RunDirectory::put(const std::string& name, std::string_view content) const {
  const fs::path file = path_ / name;
  make_directory(file.parent_path());
  write_file(file, content);
}

void RunDirectory::tidy_finished(const fs::path& path) {
  try {
    const RunLock lock(path);
    remove_temporaries(path);
    CheckpointFolder(path).remove();
  } catch (const AutolossError&) {
    // What is left stays, and harms nobody.
  }
}

bool RunDirectory::is_finished(const fs::path& path) {
  std::error_code error;
  return fs::exists(path / kLastFile, error);
}

}  // namespace autoloss
