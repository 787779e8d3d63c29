#include "core/config/document.hpp"

#include <gmock/gmock.h>

namespace autoloss {
namespace {

using testing::HasSubstr;

std::string error_of(const std::string& text) {
  try {
    parse_document(text, "file.toml");
  } catch (const ConfigError& error) {
    return error.what();
  }
  ADD_FAILURE() << "nothing was thrown";
  return "";
}

std::vector<std::string> keys(const Node& node) {
  std::vector<std::string> names;
  for (const NodeEntry& entry : *node.table()) names.push_back(entry.key);
  return names;
}

TEST(Document, KeepsTheOrderOfTheFile) {
  const Node root = parse_document("[b.z]\nx = 1\n[a]\n[b.y]\nx = 1\n[b.m]\nx = 1\n", "file.toml");

  EXPECT_EQ(keys(root), (std::vector<std::string>{"b", "a"}));
  EXPECT_EQ(keys(*root.find("b")), (std::vector<std::string>{"z", "y", "m"}));
}

TEST(Document, KnowsWhereKeysAndValuesStand) {
  const Node root = parse_document("first = 1\n  second = [\n    2]\n", "file.toml");

  const NodeEntry& second = root.table()->at(1);
  EXPECT_EQ(second.place.prefix(), "file.toml:2:3: ");
  EXPECT_EQ(second.value.list()->at(0).place.prefix(), "file.toml:3:5: ");
}

TEST(Document, SaysWhereItIsNoToml) {
  EXPECT_THAT(error_of("good = 1\nbad = = 2\n"), HasSubstr("file.toml:2:7: "));
}

TEST(Document, RefusesAKeyTwice) {
  EXPECT_THAT(error_of("a = 1\na = 2\n"), HasSubstr("file.toml:2:"));
}

TEST(Document, RefusesADate) {
  EXPECT_EQ(error_of("when = 2020-01-01\n"),
            "file.toml:1:8: dates and times have no use in an experiment file; quote it for a string");
}

TEST(Document, RefusesDeepNesting) {
  EXPECT_THAT(error_of("a = " + std::string(100, '[') + std::string(100, ']')), HasSubstr("nested too deeply"));
}

TEST(LayOver, ReplacesKeyByKey) {
  Node base = parse_document("[t]\na = 1\nb = 2\n", "base");

  lay_over(base, parse_document("[t]\nb = 3\nc = 4\n", "over"));

  EXPECT_EQ(to_toml(base), "[t]\na = 1\nb = 3\nc = 4\n");
}

TEST(LayOver, ReplacesARangeWhole) {
  Node base = parse_document("rows = { uniform = [1, 2], points = 5 }", "base");

  lay_over(base, parse_document("rows = { choice = [1] }", "over"));

  EXPECT_EQ(to_toml(base), "rows = { choice = [1] }\n");
}

TEST(LayOver, ReplacesAComponentOfAnotherIdWhole) {
  Node base = parse_document("[task]\nid = \"one\"\nrate = 1\n", "base");

  lay_over(base, parse_document("[task]\nid = \"two\"\n", "over"));

  EXPECT_EQ(to_toml(base), "[task]\nid = \"two\"\n");
}

TEST(ApplySetting, TakesTomlAndBareWords) {
  Node root = parse_document("", "file.toml");
  for (const char* setting : {"a.integer=3", "a.number=1e-4", "a.word=adam", "a.path=data/rows.csv", "a.list=[1, 2]",
                              "a.text=\"x y\"", "a.range={ uniform = [0, 1] }", "a.\"dotted.key\"=true"})
    apply_setting(root, setting);

  EXPECT_EQ(to_toml(root),
            "[a]\ninteger = 3\nnumber = 0.0001\nword = \"adam\"\npath = \"data/rows.csv\"\nlist = [1, 2]\n"
            "text = \"x y\"\nrange = { uniform = [0, 1] }\n\"dotted.key\" = true\n");
}

TEST(ApplySetting, NamesTheSettingThatIsMalformed) {
  Node root = parse_document("", "file.toml");

  EXPECT_THROW(apply_setting(root, "no_value"), ConfigError);
  try {
    apply_setting(root, "a=[1, 2");
    FAIL();
  } catch (const ConfigError& error) {
    EXPECT_THAT(error.what(), HasSubstr("--set a=[1, 2: "));
  }
}

TEST(ToToml, ReadsBackToTheSameText) {
  const std::string text =
      "a = \"quote \\\" backslash \\\\ line \\n bell \\u0007\"\nb = [1, 2.5, inf]\n\n[c]\nd = { e = 1.0 }\n\n[c.\"x "
      "y\"]\n"
      "f = false\n";

  EXPECT_EQ(to_toml(parse_document(text, "file.toml")), text);
}

}  // namespace
}  // namespace autoloss
