#include "core/report/gnuplot.hpp"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

#include "core/errors.hpp"

extern char** environ;

namespace autoloss {
namespace {

// An unnamed file that goes with its handle. The child reads and writes such files and no pipes, so neither side can
// block the other, however much one of them writes.
class ScratchFile {
 public:
  ScratchFile() : file_(std::tmpfile(), &std::fclose) {
    if (!file_) throw RunError(std::string("no temporary file can be made for gnuplot: ") + std::strerror(errno));
  }

  int descriptor() const { return fileno(file_.get()); }

  void fill(std::string_view content) {
    const bool written = std::fwrite(content.data(), 1, content.size(), file_.get()) == content.size();
    if (!written || std::fflush(file_.get()) != 0 || lseek(descriptor(), 0, SEEK_SET) != 0)
      throw RunError(std::string("a script for gnuplot cannot be written: ") + std::strerror(errno));
  }

  std::string content() {
    std::string text;
    std::array<char, 65536> part;
    std::rewind(file_.get());
    while (const std::size_t size = std::fread(part.data(), 1, part.size(), file_.get()))
      text.append(part.data(), size);
    return text;
  }

 private:
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
};

struct Ended {
  int spawn_error = 0;  // errno value when it could not be started
  int status = 0;       // of waitpid
  std::string output;
  std::string complaints;

  bool well() const { return spawn_error == 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0; }
};

Ended run(const std::vector<std::string>& command, std::string_view input) {
  ScratchFile in, out, complaints;
  in.fill(input);

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in.descriptor(), STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out.descriptor(), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, complaints.descriptor(), STDERR_FILENO);
  std::vector<char*> arguments;
  for (const std::string& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  pid_t child = 0;
  Ended ended;
  ended.spawn_error = posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (ended.spawn_error != 0) return ended;

  while (waitpid(child, &ended.status, 0) < 0 && errno == EINTR) {
  }
  ended.output = out.content();
  ended.complaints = complaints.content();
  return ended;
}

std::string trimmed(const std::string& text) {
  const std::size_t start = text.find_first_not_of(" \n");
  return start == std::string::npos ? "" : text.substr(start, text.find_last_not_of(" \n") - start + 1);
}

std::string reason(const Ended& ended) {
  if (ended.spawn_error != 0) return std::strerror(ended.spawn_error);
  if (const std::string complaints = trimmed(ended.complaints); !complaints.empty()) return complaints;
  if (WIFSIGNALED(ended.status)) return std::string("ended by ") + strsignal(WTERMSIG(ended.status));
  return "exit status " + std::to_string(WEXITSTATUS(ended.status));
}

// gnuplot goes on after some errors and then ends well, without a picture or with half of one.
bool is_complete(const std::string& picture, Format format) {
  switch (format) {
    case Format::kSvg:
      return picture.find("</svg>") != std::string::npos;
    case Format::kPng:
      return picture.size() > 12 && picture.compare(picture.size() - 8, 4, "IEND") == 0;
    case Format::kPdf:
      break;
  }
  return picture.rfind("%%EOF") != std::string::npos;
}

}  // namespace

Gnuplot::Gnuplot(std::string program) : program_(std::move(program)) {
  const Ended ended = run({program_, "--version"}, "");
  if (ended.well()) {
    version_ = ended.output.substr(0, ended.output.find('\n'));
    return;
  }
  missing_ = "'" + program_ + "' could not be started (" + reason(ended) +
             "): the plots are missing. Debian's package gnuplot-nox brings it; then run: autoloss report RUN";
}

Gnuplot::Drawing Gnuplot::draw(const Script& script, Format format) const {
  const Ended ended = run({program_, "--default-settings", "-"}, script.text(format));
  if (ended.well() && is_complete(ended.output, format)) return {ended.output, ""};
  return {"", ended.well() ? "it drew nothing. " + trimmed(ended.complaints) : reason(ended)};
}

}  // namespace autoloss
