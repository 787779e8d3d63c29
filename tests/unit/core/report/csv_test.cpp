#include "core/report/csv.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "core/errors.hpp"

namespace autoloss {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Throws;
using testing::ThrowsMessage;

TEST(Csv, ReadsBackWhatItWrote) {
  const Csv table{{"method", "note"}, {{"a,b", "says \"no\""}, {"two\nlines", ""}}};

  const Csv again = parse_csv(to_csv(table), "results.csv");

  EXPECT_EQ(again.columns, table.columns);
  EXPECT_EQ(again.rows, table.rows);
}

TEST(Csv, ReadsLinesOfOtherSystems) {
  const Csv table = parse_csv("a,b\r\n1,2\r\n", "results.csv");

  EXPECT_THAT(table.rows, ElementsAre(ElementsAre("1", "2")));
}

TEST(Csv, SkipsALastLineThatWasCutOff) {
  EXPECT_THAT(parse_csv("a,b\n1,2\n3", "results.csv").rows, ElementsAre(ElementsAre("1", "2")));
}

TEST(Csv, NamesTheLineWithTooFewFields) {
  EXPECT_THAT([] { parse_csv("a,b\n1,2\n3\n4,5\n", "results.csv"); },
              ThrowsMessage<ConfigError>("results.csv:3: expected 2 fields, found 1"));
}

TEST(Csv, NamesTheLineOfAnOpenQuote) {
  EXPECT_THAT([] { parse_csv("a,b\n1,\"2\n3,4\n", "results.csv"); }, ThrowsMessage<ConfigError>(HasSubstr(":2: ")));
}

TEST(Csv, FindsColumnsByName) {
  const Csv table{{"method", "value"}, {}};

  EXPECT_EQ(table.column("value"), 1u);
  EXPECT_EQ(table.column("steps"), std::nullopt);
}

TEST(CsvNumber, ReadsBackAsTheSameDouble) {
  EXPECT_EQ(number_in(csv_number(0.1 + 0.2)), 0.1 + 0.2);
  EXPECT_EQ(csv_number(std::nan("")), "");
}

TEST(NumberIn, IsNanForWhatIsNoNumber) {
  EXPECT_TRUE(std::isnan(number_in("")));
  EXPECT_TRUE(std::isnan(number_in("adam")));
  EXPECT_TRUE(std::isnan(number_in("12 steps")));
}

}  // namespace
}  // namespace autoloss
