#include "core/study/timings.hpp"

#include <gtest/gtest.h>

namespace autoloss {
namespace {

class CountedTime : public testing::Test {
 protected:
  Timings timings() {
    return Timings(Bookmark(ledger_).below("timings"), [this] { return now_; });
  }

  Ledger ledger_;
  double now_ = 100;
};

TEST_F(CountedTime, IsThatOfEachStageInTheirOrder) {
  Timings counted = timings();
  counted.begin("train");
  now_ += 2;
  counted.begin("guide");
  now_ += 3;
  counted.begin("train");
  now_ += 1;
  counted.end();
  now_ += 50;  // belongs to no stage

  EXPECT_EQ(counted.json(), "{\n \"seconds\": {\n  \"train\": 3.0,\n  \"guide\": 3.0\n }\n}\n");
}

TEST_F(CountedTime, OfAResumedStudyGoesOnFromWhatWasKept) {
  Timings before = timings();
  before.begin("train");
  now_ += 2;
  before.keep();
  now_ += 5;  // not kept: lost with the process

  Timings after = timings();
  after.resume();
  after.begin("train");
  now_ += 4;

  EXPECT_EQ(after.json(), "{\n \"seconds\": {\n  \"train\": 6.0\n }\n}\n");
}

}  // namespace
}  // namespace autoloss
