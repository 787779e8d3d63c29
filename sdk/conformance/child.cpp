#include "conformance/child.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <system_error>

namespace autoloss::conformance {
namespace {

using Clock = std::chrono::steady_clock;

[[noreturn]] void fail(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

// Shared with the child: a process that is gone leaves the name of the call that it was in.
class SharedSlot {
 public:
  static constexpr std::size_t kSize = 64;
  SharedSlot() {
    void* place = mmap(nullptr, kSize, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (place == MAP_FAILED) fail("mmap");
    text_ = static_cast<char*>(place);
  }
  void set(const char* slot) {
    std::strncpy(text_, slot, kSize - 1);
    text_[kSize - 1] = '\0';
  }
  std::string get() const { return text_; }

 private:
  char* text_;
};

SharedSlot& shared_slot() {
  static SharedSlot slot;
  return slot;
}

class File {
 public:
  explicit File(int descriptor) : descriptor_(descriptor) {}
  ~File() { close(); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int get() const { return descriptor_; }
  void close() {
    if (descriptor_ >= 0) ::close(descriptor_);
    descriptor_ = -1;
  }

 private:
  int descriptor_;
};

void write_all(int file, const std::string& text) {
  std::size_t place = 0;
  while (place < text.size()) {
    const ssize_t count = write(file, text.data() + place, text.size() - place);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return;
    place += static_cast<std::size_t>(count);
  }
}

// What follows the mark was returned, and not written by a process on its way out.
constexpr char kMark = '\x01';

[[noreturn]] void be_child(const std::function<std::string()>& work, int answer, int errors) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  setpgid(0, 0);
  const rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  for (const int signal : {SIGINT, SIGTERM, SIGPIPE}) std::signal(signal, SIG_DFL);
  const int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
  dup2(nowhere, STDIN_FILENO);
  dup2(nowhere, STDOUT_FILENO);
  dup2(errors, STDERR_FILENO);
  close(nowhere);
  write_all(answer, kMark + work());
  _exit(0);
}

std::string last_line(int file) {
  std::string text(4096, '\0');
  const off_t size = lseek(file, 0, SEEK_END);
  const off_t start = size > static_cast<off_t>(text.size()) ? size - static_cast<off_t>(text.size()) : 0;
  const ssize_t count = pread(file, text.data(), text.size(), start);
  text.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  return text.substr(text.rfind('\n') + 1);
}

// Collects what the child writes until it closes its end. Returns why it did not.
Ended::How collect(int answer, Clock::time_point end, const std::function<bool()>& stopped, std::string& text) {
  char buffer[4096];
  while (true) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now()).count();
    if (left <= 0) return Ended::How::kTimedOut;
    pollfd ready{answer, POLLIN, 0};
    const int found = poll(&ready, 1, static_cast<int>(left));
    if (found < 0 && errno != EINTR) fail("poll");
    if (stopped && stopped()) return Ended::How::kStopped;
    if (found <= 0) continue;
    const ssize_t count = read(answer, buffer, sizeof(buffer));
    if (count == 0) return Ended::How::kReturned;
    if (count > 0) text.append(buffer, static_cast<std::size_t>(count));
  }
}

// A process that closed its end may live on: it has the rest of its time to go.
bool wait_until(pid_t child, Clock::time_point end, int& status) {
  while (true) {
    const pid_t gone = waitpid(child, &status, WNOHANG);
    if (gone == child) return true;
    if (gone < 0 && errno != EINTR) fail("waitpid");
    if (Clock::now() >= end) return false;
    poll(nullptr, 0, 1);
  }
}

void kill_and_wait(pid_t child, int& status) {
  kill(-child, SIGKILL);
  kill(child, SIGKILL);
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
}

void interpret(int status, Ended& ended) {
  if (WIFSIGNALED(status)) {
    ended.how = Ended::How::kCrashed;
    ended.number = WTERMSIG(status);
  } else if (ended.text.empty() || ended.text.front() != kMark) {
    ended.how = Ended::How::kLeft;
    ended.number = WEXITSTATUS(status);
  } else {
    ended.text.erase(0, 1);
  }
}

}  // namespace

Under::Under(const char* slot) {
  shared_slot().set(slot);
}
Under::~Under() {
  shared_slot().set("");
}

Ended in_child(const std::function<std::string()>& work, int time_limit_s, const std::function<bool()>& stopped) {
  shared_slot().set("");
  int pipe_ends[2];
  if (pipe2(pipe_ends, O_CLOEXEC) != 0) fail("pipe2");
  File answer(pipe_ends[0]), answer_in_child(pipe_ends[1]);
  const File errors(memfd_create("standard error", MFD_CLOEXEC));
  if (errors.get() < 0) fail("memfd_create");

  const auto end = Clock::now() + std::chrono::seconds(time_limit_s);
  const pid_t child = fork();
  if (child < 0) fail("fork");
  if (child == 0) be_child(work, answer_in_child.get(), errors.get());
  answer_in_child.close();

  Ended ended;
  int status = 0;
  ended.how = collect(answer.get(), end, stopped, ended.text);
  if (ended.how == Ended::How::kReturned && !wait_until(child, end, status)) ended.how = Ended::How::kTimedOut;
  if (ended.how == Ended::How::kReturned) {
    interpret(status, ended);
  } else {
    kill_and_wait(child, status);
  }
  ended.slot = shared_slot().get();
  ended.last_words = last_line(errors.get());
  return ended;
}

std::string end_text(const Ended& ended, int time_limit_s) {
  const std::string place = ended.slot.empty() ? "" : " in " + ended.slot + "()";
  const std::string words = ended.last_words.empty() ? "" : " (standard error: " + ended.last_words + ")";
  switch (ended.how) {
    case Ended::How::kReturned:
      return "";
    case Ended::How::kCrashed:
      return "crashed" + place + ": " + strsignal(ended.number) + words;
    case Ended::How::kTimedOut:
      return "no answer within " + std::to_string(time_limit_s) + " s" + place + words;
    case Ended::How::kStopped:
      return "interrupted";
    case Ended::How::kLeft:
      return "ended the process" + place + " with exit code " + std::to_string(ended.number) + words;
  }
  return "";
}

}  // namespace autoloss::conformance
