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

}  // namespace
}  // namespace autoloss
