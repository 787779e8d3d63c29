#include "core/plugin/host_services.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "tests/unit/core/report/temporary_folder.hpp"

namespace autoloss {
namespace {

TEST(HostServices, KeepsAnArtifactThatManyInstancesWriteAtOnce) {
  const test::TemporaryFolder folder;
  const HostServices services({}, folder.path());
  const autoloss_host& host = *services.get();
  std::atomic<int> failures = 0;
  {
    std::vector<std::jthread> instances;
    for (int instance = 0; instance < 4; ++instance)
      instances.emplace_back([&] {
        for (int time = 0; time < 25; ++time)
          failures += host.write_artifact(host.context, "same.txt", "text/plain", "same", 4, nullptr) != AUTOLOSS_OK;
      });
  }
  EXPECT_EQ(failures, 0);
  EXPECT_EQ(folder.content("same.txt"), "same");
}

}  // namespace
}  // namespace autoloss
