#include "plugins/tasks/nmt/data/text.hpp"

#include <gmock/gmock.h>
#include <zlib.h>

#include <autoloss/cpp/error.hpp>

#include "tests/unit/plugins/support/folder.hpp"

namespace autoloss::nmt {
namespace {

using testing::ElementsAre;

std::string message_of(std::string_view bytes) {
  try {
    split_lines(bytes, "file.de");
  } catch (const sdk::Error& error) {
    EXPECT_EQ(error.status(), AUTOLOSS_BAD_DATA);
    return error.what();
  }
  return "";
}

TEST(Text, IsSplitAtLineFeedsAlone) {
  const Text text = split_lines(
      "ein\tHund\r\nzwei\xC2\xA0Hunde\n\xE2\x80\xA8"
      "drei",
      "file.de");

  EXPECT_THAT(text.lines, ElementsAre("ein\tHund", "zwei\xC2\xA0Hunde",
                                      "\xE2\x80\xA8"
                                      "drei"));
}

TEST(Text, AnEmptyLineCountsAndTheEndOfTheLastDoesNotBeginOne) {
  EXPECT_THAT(split_lines("a\n\nb\n", "file.de").lines, ElementsAre("a", "", "b"));
  EXPECT_TRUE(split_lines("", "file.de").lines.empty());
}

TEST(Text, AByteOrderMarkIsNoText) {
  EXPECT_THAT(split_lines("\xEF\xBB\xBF"
                          "a",
                          "file.de")
                  .lines,
              ElementsAre("a"));
}

TEST(Text, SaysWhereTheBytesAreNoUtf8) {
  EXPECT_THAT(message_of("gut\nsch\xF6n\n"), testing::StartsWith("file.de:2:4: no UTF-8"));
}

TEST(Text, KnowsWhatIsNoUtf8) {
  for (const std::string_view bad : {"\x80", "\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF0\x80\x80\x80",
                                     "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xE2\x82", "\xC3", "\xC3("})
    EXPECT_EQ(first_bad_byte(bad), 0u) << bad.size();
  for (const std::string_view good :
       {"\x7F", "\xC2\x80", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"})
    EXPECT_EQ(first_bad_byte(good), std::string_view::npos) << good.size();
}

TEST(Text, ReadsGzipAndPlainFilesAlike) {
  const test::Folder folder;
  const std::string plain = folder.write("a.de", "eins\nzwei\n"), packed = folder.file("a.de.gz");
  gzFile file = gzopen(packed.c_str(), "wb");
  gzwrite(file, "eins\nzwei\n", 10);
  gzclose(file);

  EXPECT_EQ(read_lines(plain).lines, read_lines(packed).lines);
}

TEST(Text, ZerosDigits) {
  EXPECT_EQ(digits_to_zero("am 24.12. um 9"), "am 00.00. um 0");
}

TEST(Text, SplitsAtEverySeparator) {
  EXPECT_THAT(split_at("a\t\tb\t", '\t'), ElementsAre("a", "", "b", ""));
}

}  // namespace
}  // namespace autoloss::nmt
