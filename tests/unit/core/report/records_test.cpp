#include "core/report/records.hpp"

#include <gmock/gmock.h>

#include "core/errors.hpp"
#include "tests/unit/core/report/temporary_folder.hpp"

namespace autoloss {
namespace {

using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsNan;
using testing::Pair;
using testing::ThrowsMessage;

class ReadRecords : public testing::Test {
 protected:
  Records read(const std::string& lines) { return read_records(folder_.put("metrics.jsonl", lines)); }

  test::TemporaryFolder folder_;
};

TEST_F(ReadRecords, SortsLinesByTheirKind) {
  const Records records = read(
      R"({"kind":"update","method":"a","start":1,"update":3,"return_mean":-4.5,"entropy":0.5}
{"kind":"selection","method":"a","start":1,"update":20,"score":-0.4,"best":true}

{"kind":"trial","method":"b","trial":7,"parameters":{"task.p":0.25,"task.name":"x"},"score":null}
{"kind":"profile","method":"a","action":"l1","bin_width":100,"share":[0.5,0.25],"alive":[3,1]}
{"kind":"curve","method":"a","problem":2,"step":[0,10],"series":{"valid":[2,1],"train":[3,null]},"probability":[0.5,0.6]}
{"kind":"something new","x":1}
)");

  ASSERT_EQ(records.updates.size(), 1u);
  EXPECT_EQ(records.updates[0].start, 1u);
  EXPECT_EQ(records.updates[0].return_mean, -4.5);
  ASSERT_EQ(records.selections.size(), 1u);
  EXPECT_TRUE(records.selections[0].best);
  ASSERT_EQ(records.trials.size(), 1u);
  EXPECT_THAT(records.trials[0].parameters, ElementsAre(Pair("task.p", "0.25"), Pair("task.name", "x")));
  EXPECT_THAT(records.trials[0].score, IsNan());
  ASSERT_EQ(records.profiles.size(), 1u);
  EXPECT_THAT(records.profiles[0].alive, ElementsAre(3, 1));
  ASSERT_EQ(records.curves.size(), 1u);
  EXPECT_THAT(records.curves[0].series,
              ElementsAre(Pair("valid", ElementsAre(2, 1)), Pair("train", ElementsAre(3, IsNan()))));
  EXPECT_THAT(records.curves[0].probability, ElementsAre(Pair("of the last action", ElementsAre(0.5, 0.6))));
}

TEST_F(ReadRecords, SkipsALastLineThatWasCutOff) {
  const Records records = read(
      R"({"kind":"update","method":"a","update":1,"return_mean":1}
{"kind":"update","method":"a","upd)");

  EXPECT_EQ(records.updates.size(), 1u);
}

TEST_F(ReadRecords, AreNoneWithoutTheFile) {
  EXPECT_TRUE(read_records(folder_.path() / "metrics.jsonl").updates.empty());
}

TEST_F(ReadRecords, NamesTheLineThatIsIllFormed) {
  EXPECT_THAT([&] { read("{\"kind\":\"other\"}\n{\"kind\":\n"); },
              ThrowsMessage<ConfigError>(HasSubstr("metrics.jsonl:2:")));
  EXPECT_THAT([&] { read("{\"kind\":\"other\"}\n{\"kind\":\"update\",\"method\":\"a\"}\n"); },
              ThrowsMessage<ConfigError>(EndsWith("metrics.jsonl:2: no 'update'")));
}

TEST_F(ReadRecords, RefusesASeriesOfAnotherLength) {
  EXPECT_THAT([&] { read("{\"kind\":\"curve\",\"method\":\"a\",\"step\":[0,1],\"series\":{\"loss\":[1]}}\n"); },
              ThrowsMessage<ConfigError>(EndsWith("series.loss: expected 2 numbers, one for each step, found [1]")));
}

TEST_F(ReadRecords, TakesHistogramsOfShares) {
  const Records records = read(
      R"({"kind":"shares","method":"a","action":"l1","slice_width":500,"counts":[[1,2],[3,0]]}
)");

  ASSERT_EQ(records.shares.size(), 1u);
  EXPECT_EQ(records.shares[0].slice_width, 500);
  EXPECT_THAT(records.shares[0].counts, ElementsAre(ElementsAre(1, 2), ElementsAre(3, 0)));
}

class ReadBudget : public ReadRecords {
 protected:
  std::vector<BudgetRecord> budget(const std::string& text) { return read_budget(folder_.put("budget.csv", text)); }
};

TEST_F(ReadBudget, TakesARowForEachStep) {
  const std::vector<BudgetRecord> records =
      budget("method,problem,batches,steps,value\na,0,100,200,0.5\na,0,150,300,\n");

  ASSERT_EQ(records.size(), 2u);
  EXPECT_EQ(records[0].batches, 100);
  EXPECT_EQ(records[0].value, 0.5);
  EXPECT_THAT(records[1].value, IsNan());
}

TEST_F(ReadBudget, KeepsControllersApart) {
  const std::vector<BudgetRecord> records =
      budget("method,problem,controller,batches,steps,value\na,0,0,1,1,1\na,0,1,1,1,1\n");

  EXPECT_NE(records[0].problem, records[1].problem);
}

TEST_F(ReadBudget, SaysWhatIsMissing) {
  EXPECT_TRUE(read_budget(folder_.path() / "none.csv").empty());
  EXPECT_THAT([&] { budget("method,problem,steps,value\n"); },
              ThrowsMessage<ConfigError>(HasSubstr("there is no column 'batches'")));
  EXPECT_THAT([&] { budget("method,problem,batches,steps,value\na,0,many,1,1\n"); },
              ThrowsMessage<ConfigError>(HasSubstr("budget.csv:2: batches: expected a number from 0, found 'many'")));
}

}  // namespace
}  // namespace autoloss
