#include "tests/integration/process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace autoloss::test {

namespace fs = std::filesystem;

namespace {

constexpr const char* kOut = ".stdout";
constexpr const char* kErr = ".stderr";

// Nothing of the user's plugins or data reaches a test.
constexpr const char* kHome = "HOME=/nonexistent";

void become(const std::vector<std::string>& words, const fs::path& folder) {
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  std::string home = kHome, path = std::string("PATH=") + getenv("PATH");
  std::string cache = "XDG_CACHE_HOME=" + (folder / ".cache").string();
  char* environment[] = {home.data(), path.data(), cache.data(), nullptr};
  const int out = open((folder / kOut).c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  const int err = open((folder / kErr).c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (out < 0 || err < 0 || dup2(out, STDOUT_FILENO) < 0 || dup2(err, STDERR_FILENO) < 0) _exit(127);
  if (chdir(folder.c_str()) != 0) _exit(127);
  execve(arguments[0], arguments.data(), environment);
  _exit(127);
}

}  // namespace

Process::Process(const std::vector<std::string>& words, const fs::path& folder) : folder_(folder), id_(fork()) {
  if (id_ < 0) throw std::runtime_error("fork failed");
  if (id_ == 0) become(words, folder);
}

Process::~Process() {
  if (id_ <= 0) return;
  kill(id_, SIGKILL);
  waitpid(id_, nullptr, 0);
}

void Process::signal(int number) const {
  kill(id_, number);
}

void Process::wait_until(const std::function<bool()>& so) const {
  siginfo_t info{};
  while (!so() && waitid(P_PID, static_cast<id_t>(id_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == 0)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

Ended Process::wait() {
  int status = 0;
  waitpid(id_, &status, 0);
  id_ = -1;
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return {code, content_of(folder_ / kOut), content_of(folder_ / kErr)};
}

Ended autoloss(const std::vector<std::string>& words, const fs::path& folder) {
  std::vector<std::string> all{AUTOLOSS_PROGRAM};
  all.insert(all.end(), words.begin(), words.end());
  return Process(all, folder).wait();
}

bool has_task(const std::string& task) {
  const Folder folder;
  return autoloss({"inspect", task}, folder.path()).code == 0;
}

Folder::Folder() {
  std::string name = (fs::temp_directory_path() / "autoloss-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  path_ = fs::canonical(name);
}

Folder::~Folder() {
  std::error_code error;
  fs::remove_all(path_, error);
}

fs::path Folder::write(const std::string& name, const std::string& content) const {
  std::ofstream(path_ / name, std::ios::binary) << content;
  return path_ / name;
}

std::string Folder::read(const std::string& name) const {
  return content_of(path_ / name);
}

std::string content_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  if (stream) text << stream.rdbuf();
  return text.str();
}

}  // namespace autoloss::test
