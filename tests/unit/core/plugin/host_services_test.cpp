#include "core/plugin/host_services.hpp"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace autoloss
