#include "core/nearest.hpp"

#include <gtest/gtest.h>

namespace autoloss {
namespace {

TEST(Nearest, CountsASwapOfNeighboursAsOneSlip) {
  EXPECT_EQ(nearest("horizno", {"patience", "horizon"}), "horizon");
}

TEST(Nearest, PrefersTheLeastNumberOfSlips) {
  EXPECT_EQ(nearest("tran", {"guide", "tune", "train"}), "train");
}

TEST(Nearest, FindsTheNameThatWasCutShort) {
  EXPECT_EQ(nearest("valid", {"horizon", "validate_every"}), "validate_every");
}

TEST(Nearest, OffersNothingForAWordOfItsOwn) {
  EXPECT_EQ(nearest("banana", {"horizon", "patience"}), std::nullopt);
}

TEST(Nearest, OffersNothingForOneLetterAgainstAnother) {
  EXPECT_EQ(nearest("x", {"y"}), std::nullopt);
}

TEST(Listed, SaysNoneForAnEmptyList) {
  EXPECT_EQ(listed({}), "none");
  EXPECT_EQ(listed({"a", "b"}), "a, b");
}

}  // namespace
}  // namespace autoloss
