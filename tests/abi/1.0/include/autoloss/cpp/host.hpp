// The host's services, as a component in C++ sees them.
#ifndef AUTOLOSS_CPP_HOST_HPP
#define AUTOLOSS_CPP_HOST_HPP

#include <autoloss/host.h>

#include <autoloss/cpp/error.hpp>
#include <string>

namespace autoloss::sdk {

// Borrowed from the host for the life of the instance; works, saying nothing, without one. [thread-safe]
class Host {
 public:
  explicit Host(const autoloss_host* host = nullptr) : host_(host) {}

  void log(int32_t level, const std::string& message) const {
    if (host_ != nullptr && host_->log != nullptr) host_->log(host_->context, level, message.c_str());
  }
  void progress(double fraction, const char* what) const {
    if (host_ != nullptr && host_->progress != nullptr) host_->progress(host_->context, fraction, what);
  }
  bool cancelled() const {
    return host_ != nullptr && host_->is_cancelled != nullptr && host_->is_cancelled(host_->context) != 0;
  }
  std::string data_directory() const {
    return host_ != nullptr && host_->data_directory != nullptr ? host_->data_directory(host_->context) : "";
  }
  std::string cache_directory() const {
    return host_ != nullptr && host_->cache_directory != nullptr ? host_->cache_directory(host_->context) : "";
  }
  // Returns false when nothing is being recorded; throws Error when writing failed.
  bool write_artifact(const char* name, const char* mime, const void* bytes, uint64_t size) const {
    if (host_ == nullptr || host_->write_artifact == nullptr) return false;
    autoloss_error error{};
    error.struct_size = sizeof(error);
    const int32_t status = host_->write_artifact(host_->context, name, mime, bytes, size, &error);
    if (status == AUTOLOSS_UNSUPPORTED) return false;
    if (status != AUTOLOSS_OK) throw Error(status, error.message);
    return true;
  }

 private:
  const autoloss_host* host_;
};

}  // namespace autoloss::sdk

#endif
