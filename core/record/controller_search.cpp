#include "core/record/controller_search.hpp"

#include <algorithm>
#include <cstdlib>
#include <set>

#include "core/errors.hpp"
#include "core/nearest.hpp"

namespace autoloss {

namespace fs = std::filesystem;

namespace {
constexpr const char* kBelow = "share/autoloss/controllers";
constexpr const char* kExtension = ".controller";
}  // namespace

std::vector<fs::path> controller_directories() {
  std::vector<fs::path> directories;
  if (const char* home = std::getenv("HOME"); home != nullptr && *home != '\0')
    directories.push_back(fs::path(home) / ".local" / kBelow);
  std::error_code error;
  const fs::path executable = fs::read_symlink("/proc/self/exe", error);
  if (!error) directories.push_back(executable.parent_path().parent_path() / kBelow);
  for (const char* prefix : {"/usr/local", "/usr"}) directories.push_back(fs::path(prefix) / kBelow);
  return directories;
}

std::vector<std::string> named_controllers(const std::vector<fs::path>& directories) {
  std::set<std::string> names;
  for (const fs::path& directory : directories) {
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(directory, error))
      if (entry.path().extension() == kExtension) names.insert(entry.path().stem().string());
  }
  return {names.begin(), names.end()};
}

fs::path find_controller(const std::string& asked, const std::vector<fs::path>& directories) {
  if (asked.empty() || asked.find_first_of("/.") != std::string::npos) return asked;
  std::string looked;
  for (const fs::path& directory : directories) {
    std::error_code error;
    const fs::path file = directory / (asked + kExtension);
    if (fs::exists(file, error)) return file;
    looked += "\n  looked in " + directory.string();
  }
  if (std::error_code error; fs::exists(asked, error)) return asked;
  const std::vector<std::string> names = named_controllers(directories);
  const auto near = nearest(asked, names);
  throw ConfigError("there is no controller '" + asked + "'" + (near ? "\n  did you mean '" + *near + "'?" : "") +
                    (names.empty() ? "" : "\n  controllers: " + listed(names)) + looked);
}

}  // namespace autoloss
