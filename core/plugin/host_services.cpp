#include "core/plugin/host_services.hpp"

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <utility>

#include "core/cancel.hpp"
#include "core/file.hpp"

namespace autoloss {
namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

std::string cache_place() {
  if (const std::string cache = environment("XDG_CACHE_HOME"); !cache.empty()) return cache + "/autoloss";
  if (const std::string home = environment("HOME"); !home.empty()) return home + "/.cache/autoloss";
  return "";
}

bool plain_name(std::string_view name) {
  const auto allowed = [](unsigned char c) { return std::isalnum(c) != 0 || c == '.' || c == '_' || c == '-'; };
  return !name.empty() && name.front() != '.' && std::all_of(name.begin(), name.end(), allowed);
}

thread_local std::string artifact_label;

}  // namespace

ArtifactLabel::ArtifactLabel(std::string label) : before_(std::exchange(artifact_label, std::move(label))) {}

const std::string& ArtifactLabel::current() {
  return artifact_label;
}

ArtifactLabel::~ArtifactLabel() {
  artifact_label = std::move(before_);
}

HostServices::HostServices(Log log, std::filesystem::path artifacts)
    : log_(std::move(log)),
      artifacts_(std::move(artifacts)),
      data_directory_(environment("AUTOLOSS_DATA")),
      cache_directory_(cache_place()) {
  table_.struct_size = sizeof(table_);
  table_.abi_minor = AUTOLOSS_ABI_MINOR;
  table_.context = this;
  table_.log = [](void* context, int32_t level, const char* message) noexcept { of(context).say(level, message); };
  table_.progress = [](void*, double, const char*) noexcept {};
  table_.is_cancelled = [](void*) noexcept -> int32_t { return cancelled() ? 1 : 0; };
  table_.data_directory = [](void* context) noexcept { return of(context).data_directory_.c_str(); };
  table_.cache_directory = [](void* context) noexcept { return of(context).cache_directory_.c_str(); };
  table_.write_artifact = write_artifact;
  table_.extension = [](void*, const char*) noexcept -> const void* { return nullptr; };
}

// Each instance of a component says the same of the same file: once is enough.
void HostServices::say(int32_t level, const std::string& message) {
  if (!log_) return;
  const std::lock_guard lock(mutex_);
  if (said_.insert(message).second) log_(level, message);
}

int32_t HostServices::write_artifact(void* context, const char* name, const char*, const void* bytes, uint64_t size,
                                     autoloss_error* error) noexcept {
  const auto say = [&](const char* message) {
    if (error != nullptr && AUTOLOSS_HAS(autoloss_error, error, message))
      std::snprintf(error->message, sizeof(error->message), "%s", message);
  };
  try {
    HostServices& self = of(context);
    if (self.artifacts_.empty() || artifact_label.empty()) return AUTOLOSS_UNSUPPORTED;
    if (!plain_name(name)) {
      say("an artifact's name consists of letters, digits, '.', '_' and '-'");
      return AUTOLOSS_INVALID_ARGUMENT;
    }
    const std::lock_guard lock(self.writing_);
    std::filesystem::create_directories(self.artifacts_);
    write_file(self.artifacts_ / (artifact_label + "-" + name), {static_cast<const char*>(bytes), size});
    return AUTOLOSS_OK;
  } catch (const std::exception& failure) {
    say(failure.what());
    return AUTOLOSS_IO_ERROR;
  }
}

}  // namespace autoloss
