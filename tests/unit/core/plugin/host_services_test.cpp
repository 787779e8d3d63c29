#include "core/plugin/host_services.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "tests/unit/core/report/temporary_folder.hpp"

namespace autoloss {
namespace {

int32_t write(const HostServices& host, const char* name) {
  return host.get()->write_artifact(host.get()->context, name, "text/plain", "x", 1, nullptr);
}

TEST(HostServices, KeepsArtifactsUnderTheLabelOfTheThread) {
  const test::TemporaryFolder folder;
  const HostServices host({}, folder.path() / "artifacts");

  EXPECT_EQ(write(host, "samples.txt"), AUTOLOSS_UNSUPPORTED);  // a training that nobody will look at
  {
    const ArtifactLabel label("autoloss-problem0");
    EXPECT_EQ(write(host, "samples.txt"), AUTOLOSS_OK);
    EXPECT_EQ(write(host, "../samples.txt"), AUTOLOSS_INVALID_ARGUMENT);
  }
  EXPECT_EQ(write(host, "samples.txt"), AUTOLOSS_UNSUPPORTED);

  EXPECT_EQ(folder.content("artifacts/autoloss-problem0-samples.txt"), "x");
}

TEST(HostServices, KeepsAnArtifactThatManyInstancesWriteAtOnce) {
  const test::TemporaryFolder folder;
  const HostServices services({}, folder.path());
  const autoloss_host& host = *services.get();
  std::atomic<int> failures = 0;
  {
    std::vector<std::jthread> instances;
    for (int instance = 0; instance < 4; ++instance)
      instances.emplace_back([&] {
        const ArtifactLabel label("x");
        for (int time = 0; time < 25; ++time)
          failures += host.write_artifact(host.context, "same.txt", "text/plain", "same", 4, nullptr) != AUTOLOSS_OK;
      });
  }
  EXPECT_EQ(failures, 0);
  EXPECT_EQ(folder.content("x-same.txt"), "same");
}

}  // namespace
}  // namespace autoloss
