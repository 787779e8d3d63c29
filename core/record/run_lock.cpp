#include "core/record/run_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <string>

#include "core/errors.hpp"

namespace autoloss {
namespace {

std::string this_process() {
  std::array<char, 256> host{};
  if (::gethostname(host.data(), host.size() - 1) != 0) host = {'?'};
  return "process " + std::to_string(::getpid()) + " on " + host.data();
}

std::string holder(const Descriptor& lock) {
  std::array<char, 512> text{};
  const ssize_t size = ::pread(lock.get(), text.data(), text.size() - 1, 0);
  return size > 0 ? std::string(text.data(), static_cast<std::size_t>(size)) : "another process";
}

// Whether the locked file still bears the name: its holder before may have removed it meanwhile.
bool is_named(const Descriptor& lock, const std::filesystem::path& file) {
  struct stat held {
  }, named{};
  return ::fstat(lock.get(), &held) == 0 && ::stat(file.c_str(), &named) == 0 && held.st_ino == named.st_ino &&
         held.st_dev == named.st_dev;
}

}  // namespace

RunLock::RunLock(const std::filesystem::path& directory) : file_(directory / "lock") {
  do {
    descriptor_ = Descriptor(::open(file_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
    if (!descriptor_.is_open()) fail(file_, "cannot be made");
    if (::flock(descriptor_.get(), LOCK_EX | LOCK_NB) != 0) {
      if (errno != EWOULDBLOCK) fail(file_, "cannot be locked");
      throw ConfigError(directory.string() + ": is in use by " + holder(descriptor_) +
                        "\n  wait until that has ended, or stop it");
    }
  } while (!is_named(descriptor_, file_));
  if (::ftruncate(descriptor_.get(), 0) != 0) fail(file_, "cannot be written");
  write_all(descriptor_, this_process(), file_);
}

RunLock::~RunLock() {
  if (descriptor_.is_open()) ::unlink(file_.c_str());
}

}  // namespace autoloss
