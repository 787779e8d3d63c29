// What every subcommand has in common: help, versions, options, exit codes; and the small subcommands.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/integration/process.hpp"

namespace autoloss::test {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

const std::vector<std::string> kSubcommands{"run",     "train",     "guide",     "compare", "report",
                                            "explain", "check",     "plugins",   "inspect", "conform",
                                            "new",     "reference", "completion"};
const std::string kToy = AUTOLOSS_TEST_PLUGINS "/toy";

class CommandLine : public testing::Test {
 protected:
  Ended run(const std::vector<std::string>& words) { return autoloss(words, folder_.path()); }
  Folder folder_;
};

TEST_F(CommandLine, PrintsItsVersionWithoutPlugins) {
  const Ended ended = run({"--version"});

  EXPECT_EQ(ended.code, 0);
  EXPECT_THAT(ended.out, AllOf(StartsWith("autoloss "), HasSubstr("(plugin contract 1.")));
}

TEST_F(CommandLine, LinksNoLibTorch) {
  const Ended ended = Process({"/usr/bin/ldd", AUTOLOSS_PROGRAM}, folder_.path()).wait();

  ASSERT_EQ(ended.code, 0);
  EXPECT_THAT(ended.out, AllOf(HasSubstr("libstdc++"), Not(HasSubstr("libtorch")), Not(HasSubstr("libc10"))));
}

TEST_F(CommandLine, ListsTheSubcommands) {
  const Ended ended = run({"--help"});

  EXPECT_EQ(ended.code, 0);
  for (const std::string& name : kSubcommands) EXPECT_THAT(ended.out, HasSubstr("\n  " + name + " ")) << name;
}

TEST_F(CommandLine, HelpOfEachSubcommandShowsExamples) {
  for (const std::string& name : kSubcommands) {
    const Ended ended = run({name, "--help"});

    EXPECT_EQ(ended.code, 0) << name;
    EXPECT_THAT(ended.out, AllOf(StartsWith("Usage: autoloss " + name), HasSubstr("\nExamples:\n"),
                                 HasSubstr("autoloss " + name), HasSubstr("--json")))
        << name;
    EXPECT_EQ(ended.err, "") << name;
  }
}

TEST_F(CommandLine, WithoutASubcommandItShowsTheHelpAndFails) {
  const Ended ended = run({});

  EXPECT_EQ(ended.code, 2);
  EXPECT_EQ(ended.out, "");
  EXPECT_THAT(ended.err, HasSubstr("Usage: autoloss SUBCOMMAND"));
}

TEST_F(CommandLine, NamesTheNearestSubcommand) {
  const Ended ended = run({"rum"});

  EXPECT_EQ(ended.code, 2);
  EXPECT_THAT(ended.err, HasSubstr("autoloss has no subcommand 'rum'\n  did you mean 'run'?"));
}

TEST_F(CommandLine, NamesTheNearestOption) {
  const Ended ended = run({"plugins", "--jsno"});

  EXPECT_EQ(ended.code, 2);
  EXPECT_THAT(ended.err, HasSubstr("autoloss plugins has no option '--jsno'\n  did you mean '--json'?"));
}

TEST_F(CommandLine, TakesNoPartOfAnOptionForIt) {
  EXPECT_EQ(run({"plugins", "--js"}).code, 2);
}

TEST_F(CommandLine, WantsTheSubcommandFirst) {
  const Ended ended = run({"--json", "plugins"});

  EXPECT_EQ(ended.code, 2);
  EXPECT_THAT(ended.err, HasSubstr("the subcommand comes first"));
}

TEST_F(CommandLine, WantsItsArguments) {
  EXPECT_EQ(run({"check"}).code, 2);
  EXPECT_THAT(run({"check"}).err, HasSubstr("autoloss check needs EXPERIMENT.toml"));
  EXPECT_THAT(run({"check", "a", "b"}).err, HasSubstr("not 'b' beside it"));
  EXPECT_THAT(run({"plugins", "a"}).err, HasSubstr("autoloss plugins takes no arguments"));
}

TEST_F(CommandLine, WantsSensibleNumbers) {
  for (const char* seed : {"-1", "x", "1.5", "99999999999999999999"}) {
    const Ended ended = run({"check", "a.toml", "--seed", seed});
    EXPECT_EQ(ended.code, 2) << seed;
    EXPECT_THAT(ended.err, HasSubstr("--seed: expected an integer from 0, found '" + std::string(seed) + "'"));
  }
}

TEST_F(CommandLine, SaysWhenItsOutputIsLost) {
  const std::string command = std::string(AUTOLOSS_PROGRAM) + " reference > /dev/full";

  const Ended ended = Process({"/bin/sh", "-c", command}, folder_.path()).wait();

  EXPECT_EQ(ended.code, 1);
  EXPECT_THAT(ended.err, HasSubstr("standard output cannot be written"));
}

TEST_F(CommandLine, ListsPlugins) {
  const Ended ended = run({"plugins", "--plugin-path", kToy});

  EXPECT_EQ(ended.code, 0);
  EXPECT_THAT(ended.out, AllOf(HasSubstr("toy_task"), HasSubstr("toy_learner"), HasSubstr(kToy + "/toy.so"),
                               HasSubstr("\nsearched:\n  " + kToy)));
}

TEST_F(CommandLine, ListsPluginsAsJson) {
  const auto json = nlohmann::json::parse(run({"plugins", "--plugin-path", kToy, "--json"}).out);

  const auto is_toy = [](const nlohmann::json& item) { return item["id"] == "toy_task"; };
  EXPECT_TRUE(std::any_of(json["tasks"].begin(), json["tasks"].end(), is_toy));
  EXPECT_EQ(json["searched"][0], kToy);
}

TEST_F(CommandLine, FindsPluginsBesideTheExecutable) {
  const auto json = nlohmann::json::parse(run({"plugins", "--json"}).out);

  const fs::path beside = fs::path(AUTOLOSS_PROGRAM).parent_path().parent_path() / "lib/autoloss/plugins";
  EXPECT_EQ(json["searched"][0], beside.string());
}

TEST_F(CommandLine, DescribesATask) {
  const Ended ended = run({"inspect", "toy_task", "--plugin-path", kToy});

  EXPECT_EQ(ended.code, 0);
  EXPECT_THAT(ended.out, StartsWith("task toy_task 1.0.0: One number that shrinks or grows\n"));
  EXPECT_THAT(ended.out, HasSubstr("  actions   shrink, grow, both (joint)\n"));
  EXPECT_THAT(ended.out, HasSubstr("  metrics   size (minimised, primary, result)\n"));
  EXPECT_THAT(ended.out, HasSubstr("  rate       0.1      number, 1e-06 to 1"));
}

TEST_F(CommandLine, DescribesAPluginFileAsJson) {
  const auto json = nlohmann::json::parse(run({"inspect", kToy + "/toy.so", "--json"}).out);

  ASSERT_EQ(json.size(), 3u);
  EXPECT_EQ(json[0]["id"], "toy_task");
  EXPECT_EQ(json[0]["parameters"][0]["key"], "rate");
  EXPECT_EQ(json[0]["parameters"][0]["default"], 0.1);
  EXPECT_EQ(json[0]["parameters"][0]["most"], 1.0);
  EXPECT_EQ(json[2]["learns"], true);
}

TEST_F(CommandLine, PrintsTheReference) {
  const Ended ended = run({"reference"});

  EXPECT_EQ(ended.code, 0);
  EXPECT_EQ(ended.out, content_of(AUTOLOSS_SOURCE_DIR "/docs/experiment-reference.md"));
}

TEST_F(CommandLine, CompletesInBash) {
  const fs::path script =
      folder_.write("complete.sh", run({"completion", "bash"}).out +
                                       "COMP_WORDS=(autoloss ru); COMP_CWORD=1; _autoloss\n"
                                       "echo \"${COMPREPLY[*]}\"\n"
                                       "COMP_WORDS=(autoloss guide --con); COMP_CWORD=2; _autoloss\n"
                                       "echo \"${COMPREPLY[*]}\"\n");

  const Ended ended = Process({"/bin/bash", script.string()}, folder_.path()).wait();

  EXPECT_EQ(ended.out, "run\n--controller\n") << ended.err;
}

TEST_F(CommandLine, CompletesInZsh) {
  const std::string script = run({"completion", "zsh"}).out;
  EXPECT_THAT(script, AllOf(StartsWith("#compdef autoloss\n"), HasSubstr("--controller[")));

  if (!fs::exists("/usr/bin/zsh")) return;
  folder_.write("_autoloss", script);
  EXPECT_EQ(Process({"/usr/bin/zsh", "-n", "_autoloss"}, folder_.path()).wait().code, 0);
}

TEST_F(CommandLine, InstallsTheCompletionsItPrints) {
  EXPECT_EQ(content_of(AUTOLOSS_COMPLETIONS "/autoloss.bash"), run({"completion", "bash"}).out);
  EXPECT_EQ(content_of(AUTOLOSS_COMPLETIONS "/_autoloss"), run({"completion", "zsh"}).out);
}

TEST_F(CommandLine, RefusesAnUnknownShell) {
  EXPECT_EQ(run({"completion", "fish"}).code, 2);
}

// The manual names each subcommand and each option that any help shows.
TEST_F(CommandLine, IsDescribedByItsManual) {
  const std::string manual = content_of(AUTOLOSS_SOURCE_DIR "/share/man/man1/autoloss.1");
  for (const std::string& name : kSubcommands) {
    EXPECT_THAT(manual, HasSubstr(".It Cm " + name)) << name;
    const std::string help = run({name, "--help"}).out;
    for (std::size_t at = help.find(" --"); at != std::string::npos; at = help.find(" --", at + 1)) {
      const std::size_t begin = at + 3, end = help.find_first_not_of("abcdefghijklmnopqrstuvwxyz-", begin);
      EXPECT_THAT(manual, HasSubstr("Fl Fl " + help.substr(begin, end - begin))) << name;
    }
  }
}

}  // namespace
}  // namespace autoloss::test
