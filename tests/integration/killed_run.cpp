#include "tests/integration/killed_run.hpp"

#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>

#include "tests/integration/process.hpp"

namespace autoloss::test {

namespace fs = std::filesystem;

int newest_checkpoint(const fs::path& run) {
  int newest = 0;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(run / "checkpoints", error))
    if (entry.path().extension() == ".checkpoint") newest = std::max(newest, std::stoi(entry.path().stem().string()));
  return newest;
}

void kill_after(int count, int steps, const std::string& experiment, const std::string& out, const fs::path& folder) {
  Process process(
      {AUTOLOSS_PROGRAM, "run", experiment, "--out", out, "--checkpoint-steps", std::to_string(steps), "--jobs", "2"},
      folder);
  process.wait_until([&] { return newest_checkpoint(folder / out) >= count; });
  process.signal(SIGKILL);
  process.wait();
}

void expect_equal_files(const fs::path& left, const fs::path& right, const std::vector<std::string>& files) {
  for (const std::string& file : files) {
    EXPECT_TRUE(fs::exists(left / file)) << file << " is missing";
    EXPECT_TRUE(content_of(left / file) == content_of(right / file)) << file << " differs";
  }
}

}  // namespace autoloss::test
