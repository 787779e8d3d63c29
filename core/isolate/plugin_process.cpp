#include "core/isolate/plugin_process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <utility>
#include <vector>

#include "core/cancel.hpp"
#include "core/errors.hpp"
#include "core/isolate/process_watch.hpp"
#include "core/plugin/host_services.hpp"

namespace autoloss {
namespace {

constexpr std::size_t kMostRead = 32768;

[[noreturn]] void cannot_start(const IsolatedSubject& subject, const char* what, int error) {
  throw RunError("isolation: no process for " + subject.name() + ": " + what + ": " + std::strerror(error));
}

// Closed when it goes, unless released.
class File {
 public:
  explicit File(int file) : file_(file) {}
  ~File() {
    if (file_ >= 0) close(file_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int get() const { return file_; }
  int release() { return std::exchange(file_, -1); }

 private:
  int file_;
};

// Above the numbers that the new process knows them by, so that none of them is overwritten by another.
int moved_up(int file) {
  return fcntl(file, F_DUPFD_CLOEXEC, 16);
}

struct SpawnActions {
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  SpawnActions() {
    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&attributes);
  }
  ~SpawnActions() {
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attributes);
  }
};

// Ctrl-C reaches the whole group: this process decides what becomes of the others.
void block_stops(posix_spawnattr_t& attributes) {
  sigset_t blocked;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGINT);
  sigaddset(&blocked, SIGTERM);
  posix_spawnattr_setsigmask(&attributes, &blocked);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
}

// Of its own: what it shares with other processes (libraries, lanes) does not count. 0 if it is gone.
uint64_t own_memory_of(pid_t id) {
  std::ifstream file("/proc/" + std::to_string(id) + "/statm");
  uint64_t size = 0, resident = 0, shared = 0;
  if (!(file >> size >> resident >> shared) || resident < shared) return 0;
  return (resident - shared) * static_cast<uint64_t>(sysconf(_SC_PAGESIZE));
}

std::string mebibytes(uint64_t bytes) {
  return std::to_string((bytes + (1u << 20) - 1) >> 20) + " MiB";
}

std::string seconds(double time) {
  char text[32];
  std::snprintf(text, sizeof(text), "%g s", time);
  return text;
}

double factor_of(Call call) {
  return call == Call::kCreate || call == Call::kBegin ? kSlowCallFactor : 1;
}

std::string signal_name(int number) {
  const char* name = sigabbrev_np(number);
  const char* meaning = sigdescr_np(number);
  if (name == nullptr || meaning == nullptr) return "signal " + std::to_string(number);
  return std::string("SIG") + name + " (" + meaning + ")";
}

void say(autoloss_error* error, const std::string& message) {
  if (error != nullptr && AUTOLOSS_HAS(autoloss_error, error, message))
    std::snprintf(error->message, sizeof(error->message), "%s", message.c_str());
}

}  // namespace

std::string IsolatedSubject::name() const {
  return std::string(is_task ? "task" : "controller") + " '" + id + "' of " + file.string();
}

Packer Line::request(Call call) {
  call_.store(call, std::memory_order_relaxed);
  Packer packer(message_);
  packer.value(call);
  return packer;
}

PluginProcess::PluginProcess(const Isolation& isolation, IsolatedSubject subject, const autoloss_host* host)
    : isolation_(isolation), subject_(std::move(subject)), host_(host) {
  main_line_ = &lines_.emplace_back(switchboard_.lane(0), 0);
  ProcessWatch::get().start(*this);
}

PluginProcess::~PluginProcess() {
  ProcessWatch::get().stop(*this);
}

Line* PluginProcess::add_line() {
  const std::lock_guard lock(lines_mutex_);
  const auto index = static_cast<uint32_t>(lines_.size());
  if (index >= Switchboard::kLanes) return nullptr;
  Line& line = lines_.emplace_back(switchboard_.lane(index), index);
  if (ended()) Lane::hang_up(line.memory_);
  return &line;
}

int32_t PluginProcess::call(Line& line, autoloss_error* error, const CallStreams& streams) {
  note_label();
  line.calls_.fetch_add(1, std::memory_order_release);
  try {
    if (line.lane_.send(line.message_)) read_answer(line, streams);
  } catch (const BrokenMessage&) {
    ProcessWatch::get().end(*this, line);
  }
  const bool cut = line.lane_.cut();
  line.calls_.fetch_add(1, std::memory_order_release);
  if (cut) return crashed(line, error);

  Unpacker unpacker(line.answer_);
  const auto status = unpacker.value<int32_t>();
  line.answer_ = unpacker.rest();
  if (status != AUTOLOSS_OK) say(error, unpacker.text());
  return status;
}

void PluginProcess::note_label() {
  const std::lock_guard lock(label_mutex_);
  if (label_ != ArtifactLabel::current()) label_ = ArtifactLabel::current();
}

void PluginProcess::read_answer(Line& line, const CallStreams& streams) {
  std::string buffer;
  while (line.lane_.receive(line.message_)) {
    Unpacker unpacker(line.message_);
    const auto kind = unpacker.value<Answer>();
    if (kind == Answer::kDone) {
      // Everything that call() reads without a look at its length.
      line.answer_ = unpacker.rest();
      if (Unpacker check(line.answer_); check.value<int32_t>() != AUTOLOSS_OK) check.text();
      return;
    }
    if (kind == Answer::kWrite && streams.writer != nullptr) {
      const std::string_view bytes = unpacker.rest();
      Packer(buffer).value(streams.writer->write(streams.writer->context, bytes.data(), bytes.size()));
    } else if (kind == Answer::kRead && streams.reader != nullptr) {
      std::vector<char> room(std::min<uint64_t>(unpacker.value<uint64_t>(), kMostRead));
      const int64_t count = streams.reader->read(streams.reader->context, room.data(), room.size());
      Packer(buffer).value(count).list(room.data(), static_cast<uint64_t>(std::max<int64_t>(count, 0)));
    } else {
      throw BrokenMessage();
    }
    if (!line.lane_.send(buffer)) return;
  }
}

int32_t PluginProcess::crashed(const Line& line, autoloss_error* error) const {
  say(error, subject_.name() + " " + how_it_ended(line));
  return line.to_blame_ ? kCrashed : kCrashedBeside;
}

std::string PluginProcess::how_it_ended(const Line& line) const {
  const std::string slot = std::string(name_of(line.call_.load())) + "()";
  const std::string where = line.to_blame_ ? " in " + slot : " in another call, during " + slot;
  switch (why_) {
    case Why::kSignal:
      return "was ended by " + signal_name(number_) + where;
    case Why::kExit:
      return "ended its process with exit code " + std::to_string(number_) + where;
    case Why::kTimeout:
      return "did not return within " + seconds(isolation_.step_timeout_s * factor_of(line.call_.load())) + where +
             " (--step-timeout)";
    case Why::kMemory:
      return "used " + mebibytes(used_bytes_) + where + ", more than " + mebibytes(isolation_.memory_limit_bytes) +
             " (--memory-limit)";
    case Why::kBroken:
      return "damaged the memory that it shares with this program" + where;
  }
  return "";
}

void PluginProcess::spawn() {
  int pair[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) cannot_start(subject_, "socketpair", errno);
  File ours(pair[0]), theirs(pair[1]);
  const File socket(moved_up(theirs.get())), board(moved_up(switchboard_.file()));
  if (socket.get() < 0 || board.get() < 0) cannot_start(subject_, "fcntl", errno);

  SpawnActions actions;
  posix_spawn_file_actions_adddup2(&actions.files, socket.get(), kSocketFile);
  posix_spawn_file_actions_adddup2(&actions.files, board.get(), kSwitchboardFile);
  posix_spawn_file_actions_addopen(&actions.files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions.files, STDERR_FILENO, STDOUT_FILENO);
  block_stops(actions.attributes);
  std::vector<std::string> words{"autoloss", kServeCommand, subject_.is_task ? "task" : "controller",
                                 subject_.file.string(), subject_.id};
  if (isolation_.allow_writable) words.emplace_back(kAllowWritable);
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  const int error =
      posix_spawn(&id_, isolation_.program.c_str(), &actions.files, &actions.attributes, arguments.data(), environ);
  if (error != 0) {
    id_ = -1;
    cannot_start(subject_, isolation_.program.c_str(), error);
  }
  socket_ = ours.release();
  switchboard_.close_file();
}

bool PluginProcess::reap(bool wait) {
  int status = 0;
  pid_t found = 0;
  do found = waitpid(id_, &status, wait ? 0 : WNOHANG);
  while (found < 0 && errno == EINTR);
  if (found == 0) return false;
  id_ = -1;
  why_ = WIFSIGNALED(status) ? Why::kSignal : Why::kExit;
  number_ = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
  return true;
}

void PluginProcess::listen() {
  char buffer[kMostRead];
  const ssize_t count = recv(socket_, buffer, sizeof(buffer), MSG_DONTWAIT);
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (count <= 0) {
    // It closes its end when it ends, and only then.
    kill(id_, SIGKILL);
    reap(true);
    end(why_, nullptr);
    return;
  }
  inbox_.append(buffer, static_cast<std::size_t>(count));
  try {
    answer_services();
  } catch (const BrokenMessage&) {
    end(Why::kBroken, nullptr);
  }
}

void PluginProcess::answer_services() {
  std::size_t place = 0;
  while (inbox_.size() - place >= sizeof(uint64_t)) {
    uint64_t size = 0;
    std::memcpy(&size, inbox_.data() + place, sizeof(size));
    if (inbox_.size() - place - sizeof(size) < size) break;
    serve(Unpacker(std::string_view(inbox_).substr(place + sizeof(size), size)));
    place += sizeof(size) + size;
  }
  inbox_.erase(0, place);
}

void PluginProcess::serve(Unpacker request) {
  autoloss_error error{sizeof(autoloss_error), {}};
  int32_t status = AUTOLOSS_OK;
  if (host_ == nullptr) throw BrokenMessage();
  switch (request.value<Service>()) {
    case Service::kLog: {
      const auto level = request.value<int32_t>();
      if (host_->log != nullptr) host_->log(host_->context, level, request.text());
      break;
    }
    case Service::kProgress: {
      const auto fraction = request.value<double>();
      if (host_->progress != nullptr) host_->progress(host_->context, fraction, request.text());
      break;
    }
    case Service::kArtifact: {
      const char* name = request.text();
      const char* mime = request.text();
      const std::string_view bytes = request.rest();
      const ArtifactLabel label = [this] {
        const std::lock_guard lock(label_mutex_);
        return ArtifactLabel(label_);
      }();
      status = host_->write_artifact == nullptr
                   ? AUTOLOSS_UNSUPPORTED
                   : host_->write_artifact(host_->context, name, mime, bytes.data(), bytes.size(), &error);
      break;
    }
    default:
      throw BrokenMessage();
  }
  std::string content, answer;
  Packer(content).value(status).text(error.message);
  Packer(answer).value<uint64_t>(content.size());
  answer += content;
  if (send(socket_, answer.data(), answer.size(), MSG_NOSIGNAL | MSG_DONTWAIT) < 0 && errno == EAGAIN)
    throw BrokenMessage();  // it asks and does not listen
}

void PluginProcess::check(double elapsed_s) {
  if (cancelled()) switchboard_.facts().cancelled.store(1, std::memory_order_relaxed);
  if (reap(false)) {
    end(why_, nullptr);
    return;
  }
  if (isolation_.memory_limit_bytes > 0) {
    used_bytes_ = own_memory_of(id_);
    if (used_bytes_ > isolation_.memory_limit_bytes) {
      end(Why::kMemory, nullptr);
      return;
    }
  }
  if (isolation_.step_timeout_s > 0) check_times(elapsed_s);
}

void PluginProcess::check_times(double elapsed_s) {
  const Line* late = nullptr;
  {
    const std::lock_guard lock(lines_mutex_);
    for (Line& line : lines_) {
      const uint64_t calls = line.calls_.load(std::memory_order_acquire);
      line.waited_s_ = calls == line.seen_calls_ && calls % 2 == 1 ? line.waited_s_ + elapsed_s : 0;
      line.seen_calls_ = calls;
      if (line.waited_s_ >= isolation_.step_timeout_s * factor_of(line.call_.load())) late = &line;
    }
  }
  if (late != nullptr) end(Why::kTimeout, late);
}

void PluginProcess::end(Why why, const Line* culprit) {
  if (id_ > 0) {
    kill(id_, SIGKILL);
    reap(true);
  }
  why_ = why;
  const std::lock_guard lock(lines_mutex_);
  blame(culprit);
  ended_.store(true, std::memory_order_release);
  for (Line& line : lines_) Lane::hang_up(line.memory_);
}

// Through which lines it ended, as far as is known: the one that the watch or the process itself names, else all with a
// call under way, else all.
void PluginProcess::blame(const Line* culprit) {
  const uint32_t named = culprit != nullptr ? culprit->index_ + 1 : switchboard_.facts().culprit.load();
  bool any = false;
  for (Line& line : lines_) {
    line.to_blame_ = named > 0 ? line.index_ + 1 == named : line.calls_.load(std::memory_order_acquire) % 2 == 1;
    any = any || line.to_blame_;
  }
  if (any) return;
  for (Line& line : lines_) line.to_blame_ = true;
}

}  // namespace autoloss
