#include "host/arguments.hpp"

#include <gmock/gmock.h>

#include "host/command.hpp"

namespace autoloss::host {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Arguments parsed(const std::vector<std::string>& words) {
  return Arguments(command_named("run"), words);
}

TEST(Arguments, TakesOptionsBeforeAndBehindTheFile) {
  const Arguments arguments = parsed({"--quick", "a.toml", "-j", "3", "--set", "a=1", "--set=b=2", "-o", "out"});

  EXPECT_THAT(arguments.positional(), ElementsAre("a.toml"));
  EXPECT_TRUE(arguments.read_options().quick);
  EXPECT_THAT(arguments.read_options().set, ElementsAre("a=1", "b=2"));
  EXPECT_EQ(arguments.jobs(), 3);
  EXPECT_EQ(arguments.text("out"), "out");
}

TEST(Arguments, TakesTheLargestSeed) {
  EXPECT_EQ(parsed({"a.toml", "--seed", "18446744073709551615"}).read_options().seed, 18446744073709551615u);
}

TEST(Arguments, RunsOneEpisodeAProcessorByDefault) {
  EXPECT_GE(parsed({"a.toml"}).jobs(), 1);
}

TEST(Arguments, QuotesTheCommandLineForAShell) {
  EXPECT_EQ(parsed({"a.toml", "--set", "name='x y'"}).command_line(), "autoloss run a.toml --set 'name='\\''x y'\\'''");
}

TEST(Arguments, RefusesAnOptionWithoutItsValue) {
  EXPECT_THROW(parsed({"a.toml", "--seed"}), ConfigError);
}

TEST(Arguments, RefusesAnOptionTwiceThatCountsOnce) {
  try {
    parsed({"a.toml", "--seed", "1", "--seed", "2"});
    FAIL();
  } catch (const ConfigError& error) {
    EXPECT_THAT(error.what(), HasSubstr("see: autoloss run --help"));
  }
}

}  // namespace
}  // namespace autoloss::host
