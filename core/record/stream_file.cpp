#include "core/record/stream_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include "core/errors.hpp"

namespace autoloss {

StreamFile::StreamFile(std::filesystem::path file)
    : file_(std::move(file)), descriptor_(::open(file_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644)) {
  if (!descriptor_.is_open()) fail(file_, "cannot be written");
}

void StreamFile::add(std::string_view text) {
  const std::lock_guard lock(mutex_);
  cut();
  if (::lseek(descriptor_.get(), static_cast<off_t>(place_), SEEK_SET) < 0) fail(file_, "cannot be written");
  write_all(descriptor_, text, file_);
  place_ += text.size();
}

uint64_t StreamFile::place() const {
  const std::lock_guard lock(mutex_);
  return place_;
}

void StreamFile::seek(uint64_t place) {
  const std::lock_guard lock(mutex_);
  struct stat facts {};
  if (::fstat(descriptor_.get(), &facts) != 0) fail(file_, "cannot be looked at");
  if (static_cast<uint64_t>(facts.st_size) < place)
    throw RunError(file_.string() + ": has " + std::to_string(facts.st_size) + " bytes, and the checkpoint needs " +
                   std::to_string(place) + " of it: it was changed or damaged");
  place_ = place;
  cut_ = false;
}

void StreamFile::flush() const {
  if (::fsync(descriptor_.get()) != 0) fail(file_, "cannot be written");
}

void StreamFile::finish() {
  {
    const std::lock_guard lock(mutex_);
    cut();
  }
  flush();
}

void StreamFile::cut() {
  if (!cut_ && ::ftruncate(descriptor_.get(), static_cast<off_t>(place_)) != 0) fail(file_, "cannot be cut to length");
  cut_ = true;
}

}  // namespace autoloss
