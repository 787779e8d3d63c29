#include "core/study/packed_trace.hpp"

#include <gtest/gtest.h>

#include "core/errors.hpp"

namespace autoloss {
namespace {

TEST(PackedTrace, ReadsBackForAnyNumberOfActions) {
  for (const int actions : {1, 2, 3, 5, 200}) {
    std::vector<uint8_t> trace;
    for (int step = 0; step < 1000; ++step) trace.push_back(static_cast<uint8_t>(step * 7 % actions));
    EXPECT_EQ(unpack_trace(pack_trace(trace)), trace) << actions;
  }
  EXPECT_TRUE(unpack_trace(pack_trace({})).empty());
}

TEST(PackedTrace, TakesABitAStepForTwoActions) {
  EXPECT_EQ(pack_trace(std::vector<uint8_t>(8000, 1)).size(), 9u + 1000u);
}

TEST(PackedTrace, RefusesAnotherLengthThanItSays) {
  std::string bytes = pack_trace({1, 0, 1});
  EXPECT_THROW(unpack_trace(bytes + "x"), RunError);
  EXPECT_THROW(unpack_trace(bytes.substr(0, 5)), RunError);
}

}  // namespace
}  // namespace autoloss
