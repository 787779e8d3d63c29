#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cfenv>
#include <cfloat>
#include <clocale>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <set>
#include <sstream>

#include "conformance/checks.hpp"
#include "conformance/streams.hpp"

namespace autoloss::conformance {
namespace {

// Loads the library and does with an instance whatever can be done; calls look(when) after each part.
template <class Look>
void live(Examinee& examinee, Look&& look) {
  examinee.table();
  look("after the library was loaded");
  {
    const auto life = examinee.life();
    look("after create() and begin()");
    Trace trace;
    life->advance(trace, kRounds);
    look("after some rounds");
    life->look(trace);
    look("after reading its results");
    if (examinee.subject().saves()) {
      MemoryWriter state;
      life->save(state.get());
      look("after save()");
    }
  }
  look("after destroy()");
}

// take() says in words how something of the process is; it has to say the same all along.
template <class Take>
void require_unchanged(Examinee& examinee, const std::string& what, Take&& take) {
  const std::string before = take();
  live(examinee, [&](const char* when) {
    const std::string now = take();
    require(now == before, what + " changed: " + before + " before, " + now + " " + when);
  });
}

std::string floating_point_state() {
  volatile double least = DBL_MIN;
  const bool keeps_tiny = least / 2 > 0;
  std::ostringstream text;
  text << "rounding mode " << std::fegetround() << ", traps " << fegetexcept() << ", numbers below 2e-308 are "
       << (keeps_tiny ? "kept" : "zero");
  return text.str();
}

std::string handlers() {
  std::ostringstream text;
  for (int number = 1; number < NSIG; ++number) {
    struct sigaction action = {};
    if (sigaction(number, nullptr, &action) != 0) continue;
    if (action.sa_handler != SIG_DFL)
      text << number << " handled at " << reinterpret_cast<void*>(action.sa_handler) << " ";
  }
  sigset_t blocked;
  sigprocmask(SIG_BLOCK, nullptr, &blocked);
  for (int number = 1; number < NSIG; ++number)
    if (sigismember(&blocked, number) == 1) text << number << " blocked ";
  return text.str().empty() ? "none" : text.str();
}

std::string open_files() {
  std::set<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
    std::error_code gone;  // the folder itself is open while it is read
    const std::string target = std::filesystem::read_symlink(entry.path(), gone).string();
    if (!gone && target.find("/fd") == std::string::npos)
      files.insert(entry.path().filename().string() + ": " + target);
  }
  std::string text;
  for (const std::string& file : files) text += (text.empty() ? "" : ", ") + file;
  return text;
}

// Where standard output goes while it is watched.
class Watch {
 public:
  Watch() : file_(memfd_create("standard output", MFD_CLOEXEC)) {
    std::fflush(stdout);
    dup2(file_, STDOUT_FILENO);
  }
  std::string text() const {
    std::fflush(stdout);
    std::cout.flush();
    std::string text(200, '\0');
    const ssize_t count = pread(file_, text.data(), text.size(), 0);
    text.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
    return "'" + text.substr(0, text.find('\n')) + "'";
  }

 private:
  int file_;
};

}  // namespace

void check_floating_point(Examinee& examinee) {
  require_unchanged(examinee, "the floating-point mode", floating_point_state);
}

void check_locale(Examinee& examinee) {
  require_unchanged(examinee, "the locale", [] { return std::string(std::setlocale(LC_ALL, nullptr)); });
}

void check_working_directory(Examinee& examinee) {
  require_unchanged(examinee, "working directory or file mode mask", [] {
    const mode_t mask = umask(0);
    umask(mask);
    return std::filesystem::current_path().string() + ", mask " + std::to_string(mask);
  });
}

// What libraries install while they are loaded, the host puts back: the calls are what counts.
void check_signal_handlers(Examinee& examinee) {
  examinee.table();
  require_unchanged(examinee, "signal handlers or the signal mask", handlers);
}

void check_standard_output(Examinee& examinee) {
  const Watch watch;
  require_unchanged(examinee, "standard output", [&] { return watch.text(); });
}

void check_open_files(Examinee& examinee) {
  const std::string before = open_files();
  live(examinee, [](const char*) {});
  const std::string after = open_files();
  require(before == after, "files stay open after destroy(): " + before + " before, " + after + " after");
}

void check_global_random(Examinee& examinee) {
  std::srand(1);
  srand48(1);
  const int expected = std::rand();
  const double expected48 = drand48();
  std::srand(1);
  srand48(1);
  live(examinee, [](const char*) {});
  require(std::rand() == expected, "rand() was drawn from or seeded");
  require(drand48() == expected48, "drand48() was drawn from or seeded");
}

}  // namespace autoloss::conformance
