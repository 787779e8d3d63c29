#include "core/record/checkpoint.hpp"

#include <algorithm>
#include <charconv>
#include <system_error>
#include <vector>

#include "core/errors.hpp"
#include "core/file.hpp"
#include "core/record/parts.hpp"

namespace autoloss {
namespace {

constexpr char kFirstLine[] = "autoloss checkpoint 1";
constexpr char kEnding[] = ".checkpoint";

// Of "000012.checkpoint" 12; 0 for a file of another name.
uint64_t number_of(const std::filesystem::path& file) {
  const std::string stem = file.stem().string();
  uint64_t number = 0;
  const auto [end, error] = std::from_chars(stem.data(), stem.data() + stem.size(), number);
  return file.extension() == kEnding && error == std::errc() && end == stem.data() + stem.size() ? number : 0;
}

std::string name_of(uint64_t number) {
  const std::string digits = std::to_string(number);
  return std::string(digits.size() < 6 ? 6 - digits.size() : 0, '0') + digits + kEnding;
}

}  // namespace

std::string to_bytes(const Checkpoint& checkpoint) {
  return join_parts(kFirstLine, {{"facts", checkpoint.facts}, {"entries", to_state(checkpoint.entries)}});
}

Checkpoint parse_checkpoint(const std::string& bytes, const std::string& name) {
  std::vector<std::string> contents = split_parts(bytes, kFirstLine, {"facts", "entries"}, name, "a checkpoint",
                                                  "continue with the program that wrote it, or run anew");
  Checkpoint checkpoint;
  checkpoint.facts = std::move(contents[0]);
  try {
    from_state(contents[1], checkpoint.entries);
  } catch (const RunError& error) {
    throw ConfigError(name + ": " + error.what());
  }
  return checkpoint;
}

std::optional<Checkpoint> CheckpointFolder::newest(const std::function<void(const std::string&)>& warn) const {
  std::vector<std::filesystem::path> left = files();
  for (; !left.empty(); left.pop_back()) {
    try {
      return parse_checkpoint(read_file(left.back()), left.back().string());
    } catch (const ConfigError& error) {
      if (left.size() == 1) throw ConfigError(std::string(error.what()) + "\n  and there is no other checkpoint");
      warn(std::string(error.what()) + "; the one before is taken");
    }
  }
  return std::nullopt;
}

void CheckpointFolder::write(const Checkpoint& checkpoint) {
  const std::lock_guard lock(mutex_);
  std::error_code error;
  std::filesystem::create_directories(folder_, error);
  if (error) throw RunError(folder_.string() + ": cannot be made: " + error.message());
  std::vector<std::filesystem::path> there = files();
  write_file(folder_ / name_of(there.empty() ? 1 : number_of(there.back()) + 1), to_bytes(checkpoint));
  for (std::size_t index = 0; index + kKept <= there.size(); ++index) std::filesystem::remove(there[index], error);
}

void CheckpointFolder::remove() const {
  std::error_code error;
  std::filesystem::remove_all(folder_, error);
  if (error) throw RunError(folder_.string() + ": cannot be removed: " + error.message());
}

std::vector<std::filesystem::path> CheckpointFolder::files() const {
  std::vector<std::filesystem::path> files;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder_, error))
    if (number_of(entry.path()) > 0) files.push_back(entry.path());
  std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return number_of(a) < number_of(b); });
  return files;
}

}  // namespace autoloss
