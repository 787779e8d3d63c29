#include "core/record/run_directory.hpp"

#include <cerrno>
#include <cstring>
#include <system_error>

#include "core/errors.hpp"
#include "core/record/file.hpp"

namespace autoloss {
namespace {

void make_directory(const std::filesystem::path& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error) throw RunError(path.string() + ": cannot be made: " + error.message());
}

}  // namespace

RunDirectory::RunDirectory(std::filesystem::path path) : path_(std::move(path)) {
  std::error_code error;
  if (std::filesystem::exists(path_, error) &&
      (!std::filesystem::is_directory(path_, error) || !std::filesystem::is_empty(path_, error)))
    throw ConfigError(path_.string() +
                      ": exists already, and nothing is overwritten\n  name another place with --out, " +
                      "or move it away");
  std::filesystem::create_directories(path_, error);
  if (error) throw ConfigError(path_.string() + ": cannot be made: " + error.message());
  const std::filesystem::path metrics = path_ / "metrics.jsonl";
  metrics_.open(metrics, std::ios::binary);
  if (!metrics_) throw ConfigError(metrics.string() + ": cannot be written: " + std::strerror(errno));
}

void RunDirectory::add_metrics(const std::string& json_line) {
  metrics_ << json_line << '\n';
  if (!metrics_) throw RunError((path_ / "metrics.jsonl").string() + ": cannot be written: " + std::strerror(errno));
}

void RunDirectory::put(const std::string& name, std::string_view content) const {
  const std::filesystem::path file = path_ / name;
  make_directory(file.parent_path());
  write_file(file, content);
}

void RunDirectory::close_metrics() {
  metrics_.close();
  if (!metrics_) throw RunError((path_ / "metrics.jsonl").string() + ": cannot be written: " + std::strerror(errno));
}

}  // namespace autoloss
