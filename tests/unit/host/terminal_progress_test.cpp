#include "host/terminal_progress.hpp"

#include <gtest/gtest.h>

namespace autoloss::host {
namespace {

TEST(ProgressText, GivesRateAndTimeLeft) {
  EXPECT_EQ(progress_text("guide", 1200, 6400, 6), "guide  1,200 of 6,400  200/s  26 s left");
}

TEST(ProgressText, WritesMinutesAndHours) {
  EXPECT_EQ(progress_text("guide", 10, 1000, 10), "guide  10 of 1,000  1.0/s  16:30 min left");
  EXPECT_EQ(progress_text("guide", 1, 7201, 1), "guide  1 of 7,201  1.0/s  2:00 h left");
}

TEST(ProgressText, ClaimsNoRateBeforeThereIsOne) {
  EXPECT_EQ(progress_text("guide", 0, 100, 60), "guide  0 of 100");
  EXPECT_EQ(progress_text("guide", 3, 100, 0.1), "guide  3 of 100");
}

TEST(ProgressText, ShowsACountWithoutATotal) {
  EXPECT_EQ(progress_text("tune", 12, 0, 4), "tune  12  3.0/s");
  EXPECT_EQ(progress_text("tune", 0, 0, 4), "tune");
}

}  // namespace
}  // namespace autoloss::host
