#include "plugins/shared/csv.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <autoloss/cpp/error.hpp>
#include <autoloss/cpp/random.hpp>
#include <cmath>

namespace autoloss::shared {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

// What the reader says to a text that it refuses.
std::string refusal(std::string_view text, const std::vector<std::string>& without = {}) {
  try {
    parse_numbers(text, "t.csv", without);
  } catch (const sdk::Error& error) {
    return error.what();
  }
  return "accepted";
}

TEST(ParseNumbers, ReadsAHeaderAndRowsOfNumbers) {
  const NumberTable table = parse_numbers("a,b\n1,-2.5\n3e2, +4 \n", "t.csv");

  EXPECT_THAT(table.columns, ElementsAre("a", "b"));
  EXPECT_THAT(table.values, ElementsAre(1, -2.5, 300, 4));
  EXPECT_EQ(table.row_count(), 2u);
}

TEST(ParseNumbers, TakesWindowsLineEndsAByteOrderMarkAndNoLastLineEnd) {
  const NumberTable table = parse_numbers(
      "\xEF\xBB\xBF"
      "a,b\r\n1,2\r\n\r\n3,4",
      "t.csv");

  EXPECT_THAT(table.columns, ElementsAre("a", "b"));
  EXPECT_THAT(table.values, ElementsAre(1, 2, 3, 4));
}

TEST(ParseNumbers, TakesQuotedFields) {
  const NumberTable table = parse_numbers("\"a,\"\"x\"\"\",\"b\n2\"\n\"1\",2\r\n", "t.csv");

  EXPECT_THAT(table.columns, ElementsAre("a,\"x\"", "b\n2"));
  EXPECT_THAT(table.values, ElementsAre(1, 2));
}

TEST(ParseNumbers, LeavesOutColumnsThatHoldText) {
  const NumberTable table = parse_numbers("id,a,b\nred,1,2\nblue,3,4\n", "t.csv", {"id"});

  EXPECT_THAT(table.columns, ElementsAre("a", "b"));
  EXPECT_THAT(table.values, ElementsAre(1, 2, 3, 4));
}

TEST(ParseNumbers, SaysWhereTextStandsInsteadOfANumber) {
  EXPECT_EQ(refusal("a,b\n1,2\n3,four\n"),
            "t.csv:3:3: 'four' in column 'b' is not a number; leave the column out if it holds text");
  EXPECT_THAT(refusal("a,b\n1,2 3\n"), StartsWith("t.csv:2:3: '2 3' in column 'b' is not a number"));
}

TEST(ParseNumbers, CountsLinesWithinQuotes) {
  EXPECT_THAT(refusal("\"a\n1\",b\n1,2\n3,x\n"), StartsWith("t.csv:4:3: "));
}

TEST(ParseNumbers, RefusesWhatIsNotFinite) {
  EXPECT_EQ(refusal("a,b\n1,nan\n"), "t.csv:2:3: 'nan' in column 'b' is not finite");
  EXPECT_EQ(refusal("a,b\n-inf,1\n"), "t.csv:2:1: '-inf' in column 'a' is not finite");
  EXPECT_EQ(refusal("a\n1e999\n"), "t.csv:2:1: '1e999' in column 'a' is beyond the range of a double");
}

TEST(ParseNumbers, RefusesRaggedRows) {
  EXPECT_EQ(refusal("a,b\n1,2\n3\n"), "t.csv:3:1: a row of 1 fields; the header names 2 columns");
  EXPECT_EQ(refusal("a,b\n1,2,3\n"), "t.csv:2:1: a row of 3 fields; the header names 2 columns");
}

TEST(ParseNumbers, RefusesAnEmptyField) {
  EXPECT_EQ(refusal("a,b\n1,\n"), "t.csv:2:3: an empty field in column 'b': a number belongs here");
}

TEST(ParseNumbers, RefusesAnEmptyFile) {
  EXPECT_EQ(refusal(""), "t.csv:1:1: the file is empty: a line with the names of the columns belongs first");
  EXPECT_THAT(refusal("\n\r\n"), HasSubstr("the file is empty"));
}

TEST(ParseNumbers, RefusesAHeaderThatNamesNothingOrOneTwice) {
  EXPECT_EQ(refusal("a,,b\n"), "t.csv:1:3: a column without a name");
  EXPECT_EQ(refusal("a,b,a\n"), "t.csv:1:5: a second column 'a'");
}

TEST(ParseNumbers, RefusesQuotesThatDoNotMatch) {
  EXPECT_EQ(refusal("a,b\n1,\"2\n"), "t.csv:2:3: the quote that opens here is never closed");
  EXPECT_EQ(refusal("\"a\";\"b\"\n"), "t.csv:1:4: a comma or the end of the line belongs after a closing quote");
}

TEST(ParseNumbers, NamesTheNearestColumnForOneThatIsNotThere) {
  EXPECT_EQ(refusal("alcohol,quality\n1,2\n", {"qualty"}), "t.csv:1:1: no column 'qualty'; did you mean 'quality'?");
}

TEST(ParseNumbers, EitherReadsOrRefusesAnyText) {
  const std::string seed = "a,\"b\"\r\n1,\"2\"\n-3e5,4\n";
  constexpr std::string_view kAlphabet = ",\"\n\r12.e-a\t \xEF\xBB\xBF";
  sdk::Stream stream(1);
  for (int trial = 0; trial < 20'000; ++trial) {
    std::string text = seed;
    for (uint64_t change = 0; change < 1 + stream.below(6); ++change)
      text[stream.below(text.size())] = kAlphabet[stream.below(kAlphabet.size())];
    text.resize(stream.below(text.size() + 1));
    try {
      const NumberTable table = parse_numbers(text, "t.csv");
      ASSERT_EQ(table.values.size(), table.row_count() * table.columns.size());
      for (const double value : table.values) ASSERT_TRUE(std::isfinite(value));
    } catch (const sdk::Error& error) {
      ASSERT_THAT(error.what(), StartsWith("t.csv:"));
    }
  }
}

TEST(ParseCsv, KeepsTextsAndTheirPlaces) {
  const TextTable table = parse_csv("a,b,c\n1, dark red ,x\n2,\"light,\nblue\",\n", "t.csv", {"c"});

  EXPECT_EQ(table.name, "t.csv");
  EXPECT_THAT(table.columns, ElementsAre("a", "b"));
  ASSERT_EQ(table.row_count(), 2u);
  EXPECT_EQ(table.at(0, 1).text, "dark red");
  EXPECT_EQ(table.at(0, 1).place.column, 3u);
  EXPECT_EQ(table.at(1, 1).text, "light,\nblue");
  EXPECT_EQ(table.at(1, 1).place.line, 3u);
}

TEST(IsNumber, TellsNumbersFromTexts) {
  for (const char* number : {"1", "-2.5", "+3e2", "1e999", "nan", "inf"})
    EXPECT_TRUE(is_number({number, {}})) << number;
  for (const char* text : {"", "+", "-", "1 2", "0x10", "red", "1e", "?"}) EXPECT_FALSE(is_number({text, {}})) << text;
}

TEST(ReadNumbers, NamesAFileThatIsNotThere) {
  try {
    read_numbers("/nowhere/t.csv");
    FAIL();
  } catch (const sdk::Error& error) {
    EXPECT_EQ(error.status(), AUTOLOSS_NOT_FOUND);
    EXPECT_STREQ(error.what(), "/nowhere/t.csv: no such file, or it may not be read");
  }
}

}  // namespace
}  // namespace autoloss::shared
