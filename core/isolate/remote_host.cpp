#include "core/isolate/remote_host.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "core/isolate/calls.hpp"

namespace autoloss {
namespace {

// False: the other process is gone, and this one soon.
bool send_all(const char* bytes, std::size_t size) {
  while (size > 0) {
    const ssize_t count = send(kSocketFile, bytes, size, MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes += count;
    size -= static_cast<std::size_t>(count);
  }
  return true;
}

bool receive_all(char* bytes, std::size_t size) {
  while (size > 0) {
    const ssize_t count = recv(kSocketFile, bytes, size, 0);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes += count;
    size -= static_cast<std::size_t>(count);
  }
  return true;
}

}  // namespace

RemoteHost::RemoteHost(Unpacker& unpacker, Switchboard& switchboard)
    : switchboard_(switchboard), given_(unpacker.value<uint8_t>() != 0) {
  data_directory_ = unpacker.text();
  cache_directory_ = unpacker.text();
  const bool keeps_artifacts = unpacker.value<uint8_t>() != 0;

  table_.struct_size = sizeof(table_);
  table_.abi_minor = AUTOLOSS_ABI_MINOR;
  table_.context = this;
  table_.log = log;
  table_.progress = progress;
  table_.is_cancelled = [](void* context) noexcept -> int32_t {
    return of(context).switchboard_.facts().cancelled.load(std::memory_order_relaxed) != 0 ? 1 : 0;
  };
  table_.data_directory = [](void* context) noexcept { return of(context).data_directory_.c_str(); };
  table_.cache_directory = [](void* context) noexcept { return of(context).cache_directory_.c_str(); };
  table_.write_artifact = keeps_artifacts ? write_artifact : nullptr;
  table_.extension = nullptr;
}

void RemoteHost::log(void* context, int32_t level, const char* message) noexcept {
  std::string request;
  Packer(request).value(Service::kLog).value(level).text(message);
  of(context).ask(request, nullptr);
}

void RemoteHost::progress(void* context, double fraction, const char* what) noexcept {
  std::string request;
  Packer(request).value(Service::kProgress).value(fraction).text(what);
  of(context).ask(request, nullptr);
}

int32_t RemoteHost::write_artifact(void* context, const char* name, const char* mime, const void* bytes, uint64_t size,
                                   autoloss_error* error) noexcept {
  std::string request;
  Packer(request).value(Service::kArtifact).text(name).text(mime).bytes({static_cast<const char*>(bytes), size});
  return of(context).ask(request, error);
}

int32_t RemoteHost::ask(const std::string& request, autoloss_error* error) noexcept {
  const std::lock_guard lock(mutex_);
  uint64_t size = request.size();
  if (!send_all(reinterpret_cast<const char*>(&size), sizeof(size)) || !send_all(request.data(), request.size()))
    return AUTOLOSS_IO_ERROR;
  if (!receive_all(reinterpret_cast<char*>(&size), sizeof(size))) return AUTOLOSS_IO_ERROR;
  std::string answer(size, '\0');
  if (!receive_all(answer.data(), answer.size())) return AUTOLOSS_IO_ERROR;
  Unpacker unpacker(answer);
  const auto status = unpacker.value<int32_t>();
  if (status != AUTOLOSS_OK && error != nullptr && AUTOLOSS_HAS(autoloss_error, error, message))
    std::snprintf(error->message, sizeof(error->message), "%s", unpacker.text());
  return status;
}

}  // namespace autoloss
