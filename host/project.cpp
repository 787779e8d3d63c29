#include "host/project.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

#include "core/errors.hpp"
#include "core/file.hpp"

namespace autoloss::host {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kLongestName = 64;

// What CMake calls its own targets.
constexpr std::array<std::string_view, 9> kTakenByCMake{"all",     "clean",         "depend", "help",      "install",
                                                        "package", "rebuild_cache", "test",   "edit_cache"};

bool is_lower_or_digit(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
}

bool is_in_word(char letter) {
  return is_lower_or_digit(letter) || (letter >= 'A' && letter <= 'Z') || letter == '_';
}

// two_blocks -> TwoBlocks
std::string camel_case(const std::string& name) {
  std::string text;
  bool begins = true;
  for (const char letter : name) {
    if (letter != '_') text += begins ? static_cast<char>(std::toupper(static_cast<unsigned char>(letter))) : letter;
    begins = letter == '_';
  }
  return text;
}

// A word begins where none goes on before it, and ends before anything but a small letter or a digit.
std::string with_word_replaced(const std::string& text, const std::string& from, const std::string& to) {
  std::string written;
  std::size_t done = 0;
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + 1)) {
    const std::size_t end = at + from.size();
    if ((at > 0 && is_in_word(text[at - 1])) || (end < text.size() && is_lower_or_digit(text[end]))) continue;
    written += text.substr(done, at - done) + to;
    done = end;
  }
  return written + text.substr(done);
}

}  // namespace

fs::path examples_directory() {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  const fs::path folder = program.parent_path().parent_path() / "share" / "autoloss" / "examples";
  if (error || !fs::is_directory(folder, error))
    throw RunError(folder.string() + ": the examples that new projects are made from are not there\n" +
                   "  install AutoLoss as a whole: cmake --install BUILD --prefix PREFIX");
  return folder;
}

std::string renamed(const std::string& text, const std::string& from, const std::string& to) {
  return with_word_replaced(with_word_replaced(text, from, to), camel_case(from), camel_case(to));
}

std::vector<ProjectFile> project_files(const fs::path& example, const std::string& name) {
  const std::string old_name = example.filename().string();
  std::vector<ProjectFile> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(example))
    if (entry.is_regular_file())
      files.push_back({renamed(entry.path().filename().string(), old_name, name),
                       renamed(read_file(entry.path()), old_name, name)});
  std::sort(files.begin(), files.end(), [](const auto& left, const auto& right) { return left.name < right.name; });
  return files;
}

void check_project_name(const std::string& name) {
  const bool begins_well = !name.empty() && name.front() >= 'a' && name.front() <= 'z';
  const bool goes_on_well =
      std::all_of(name.begin(), name.end(), [](char letter) { return is_lower_or_digit(letter) || letter == '_'; });
  if (!begins_well || !goes_on_well || name.size() > kLongestName)
    throw ConfigError("'" + name + "' cannot name a component\n  expected a small letter, then small letters, digits " +
                      "and '_', at most " + std::to_string(kLongestName) + " in all: my_task");
  if (std::find(kTakenByCMake.begin(), kTakenByCMake.end(), name) != kTakenByCMake.end())
    throw ConfigError("'" + name + "' is a name that CMake keeps for itself\n  choose another: my_" + name);
}

void write_project(const fs::path& folder, const std::vector<ProjectFile>& files) {
  std::error_code error;
  if (fs::exists(fs::symlink_status(folder, error)))
    throw ConfigError(folder.string() + ": is there already, and nothing is overwritten\n  choose another name, or " +
                      "move it away");
  // Written beside its place, so that it appears whole.
  const fs::path unfinished = folder.string() + ".unfinished";
  if (!fs::create_directory(unfinished, error))
    throw RunError(unfinished.string() + ": cannot be made: " + (error ? error.message() : "it is there already"));
  for (const ProjectFile& file : files) write_file(unfinished / file.name, file.content);
  fs::rename(unfinished, folder, error);
  if (error) throw RunError(folder.string() + ": cannot be written: " + error.message());
}

}  // namespace autoloss::host
