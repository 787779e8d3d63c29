// Starts the program and waits for it.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace autoloss::test {

struct Ended {
  int code = -1;  // exit code; 128 + N if signal N ended it
  std::string out;
  std::string err;
};

// A program that runs in a folder, with its output going to files of that folder. Killed when the test leaves it
// behind.
class Process {
 public:
  Process(const std::vector<std::string>& words, const std::filesystem::path& folder);
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  void signal(int number) const;
  // Waits until that is so, or the program has ended.
  void wait_until(const std::function<bool()>& so) const;
  Ended wait();

 private:
  std::filesystem::path folder_;
  pid_t id_ = -1;
};

// Runs autoloss in a folder.
Ended autoloss(const std::vector<std::string>& words, const std::filesystem::path& folder);

// Whether the build has the task: those that need LibTorch or SentencePiece are left out where it is missing.
bool has_task(const std::string& task);

// A folder that is empty and goes with it.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path write(const std::string& name, const std::string& content) const;
  std::string read(const std::string& name) const;

 private:
  std::filesystem::path path_;
};

std::string content_of(const std::filesystem::path& file);

}  // namespace autoloss::test
