#include "core/isolate/switchboard.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

#include "core/errors.hpp"

namespace autoloss {
namespace {

[[noreturn]] void fail(const char* what) {
  throw RunError(std::string("isolation: no memory to share with a plugin's process: ") + what + ": " +
                 std::strerror(errno));
}

}  // namespace

Switchboard::Switchboard() : file_(memfd_create("autoloss-plugin", MFD_CLOEXEC)) {
  if (file_ < 0) fail("memfd_create");
  if (ftruncate(file_, static_cast<off_t>(kSize)) != 0) {
    close(file_);
    fail("ftruncate");
  }
  map();
}

Switchboard::Switchboard(int file) : file_(file) {
  map();
}

// Zero bytes are lanes whose turn is the host's, and no facts.
void Switchboard::map() {
  void* place = mmap(nullptr, kSize, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_NORESERVE, file_, 0);
  if (place == MAP_FAILED) {
    close_file();
    fail("mmap");
  }
  place_ = static_cast<char*>(place);
}

Switchboard::~Switchboard() {
  munmap(place_, kSize);
  close_file();
}

void Switchboard::close_file() {
  if (file_ >= 0) close(file_);
  file_ = -1;
}

}  // namespace autoloss
