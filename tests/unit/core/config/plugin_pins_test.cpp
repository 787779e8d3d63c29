#include "core/config/plugin_pins.hpp"

#include <gmock/gmock.h>

#include "core/config/reader.hpp"
#include "core/errors.hpp"
#include "core/file.hpp"

namespace autoloss {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

const fs::path kToy = fs::path(AUTOLOSS_TEST_PLUGINS) / "toy" / "toy.so";
const std::string kLeast =
    "[task]\n"
    "id = \"toy_task\"\n"
    "[method.coin]\n"
    "controller = { id = \"toy_coin\" }\n";

std::string pinned(const std::string& id, const std::string& sha256) {
  return kLeast + "[plugins]\n" + id + ".sha256 = \"" + sha256 + "\"\n";
}

Experiment parse(const std::string& text, const Registry& registry) {
  return parse_experiment(text, "file.toml", "/folder", registry, {});
}

template <class Error>
std::string error_of(const std::string& text, const Registry& registry) {
  try {
    parse(text, registry);
  } catch (const Error& error) {
    return error.what();
  }
  ADD_FAILURE() << "nothing was thrown";
  return "";
}

TEST(PluginPins, LetThePinnedFilePass) {
  const Registry registry({kToy});

  const Experiment experiment = parse(pinned("toy_task", sha256(read_file(kToy))), registry);

  ASSERT_EQ(experiment.plugins.size(), 1u);
  EXPECT_EQ(experiment.plugins[0].id, "toy_task");
}

TEST(PluginPins, StandInTheResolvedFile) {
  const Registry registry({kToy});
  std::string checksum = sha256(read_file(kToy));

  const Experiment experiment = parse(pinned("toy_coin", checksum), registry);

  EXPECT_EQ(parse(experiment.source, registry).plugins[0].sha256, checksum);
}

TEST(PluginPins, TakeCapitalLetters) {
  const Registry registry({kToy});
  std::string checksum = sha256(read_file(kToy));
  for (char& digit : checksum) digit = static_cast<char>(std::toupper(static_cast<unsigned char>(digit)));

  EXPECT_NO_THROW(parse(pinned("toy_task", checksum), registry));
}

TEST(PluginPins, RefuseAnotherFileBeforeItIsLoaded) {
  const Registry registry({kToy});
  const std::string other(64, 'a');

  const std::string error = error_of<PluginError>(pinned("toy_task", other), registry);

  EXPECT_THAT(error, AllOf(StartsWith("file.toml:6:1: plugins.toy_task: " + fs::canonical(kToy).string()),
                           HasSubstr(sha256(read_file(kToy))), HasSubstr(other)));
  EXPECT_TRUE(registry.plugins().empty());
}

TEST(PluginPins, WantAChecksum) {
  const Registry registry({kToy});

  EXPECT_THAT(error_of<ConfigError>(pinned("toy_task", "abc"), registry),
              StartsWith("file.toml:6:19: plugins.toy_task.sha256: expected 64 hexadecimal digits, found 'abc'"));
  EXPECT_THAT(error_of<ConfigError>(kLeast + "[plugins]\ntoy_task = {}\n", registry), HasSubstr("found nothing"));
  EXPECT_THAT(error_of<ConfigError>(kLeast + "[plugins]\ntoy_task.sha = \"\"\n", registry),
              HasSubstr("did you mean 'sha256'?"));
}

TEST(PluginPins, WantAComponentThatIsThere) {
  const Registry registry({kToy});

  EXPECT_THAT(error_of<PluginError>(pinned("toy_tusk", std::string(64, 'a')), registry),
              AllOf(StartsWith("file.toml:6:1: there is no task or controller 'toy_tusk'"),
                    HasSubstr("did you mean 'toy_task'?")));
}

}  // namespace
}  // namespace autoloss
