#include "conformance/text.hpp"

#include <gtest/gtest.h>

namespace autoloss::conformance {
namespace {

TEST(Utf8, AcceptsCharactersOfEveryLength) {
  EXPECT_TRUE(is_utf8(""));
  EXPECT_TRUE(is_utf8("plain"));
  EXPECT_TRUE(is_utf8("\u03b8 \u20ac \U0001f600"));
}

TEST(Utf8, RefusesWhatIsNone) {
  EXPECT_FALSE(is_utf8("\xff"));
  EXPECT_FALSE(is_utf8("cut \xe2\x82"));      // the euro sign without its last byte
  EXPECT_FALSE(is_utf8("\xc0\xaf"));          // a slash written too long
  EXPECT_FALSE(is_utf8("\xed\xa0\x80"));      // a surrogate
  EXPECT_FALSE(is_utf8("\xf4\x90\x80\x80"));  // above U+10FFFF
}

TEST(Name, BeginsWithALetterAndHasNoOther) {
  EXPECT_TRUE(is_name("fixed_ratio2"));
  EXPECT_FALSE(is_name(""));
  EXPECT_FALSE(is_name("2fast"));
  EXPECT_FALSE(is_name("Ridge"));
  EXPECT_FALSE(is_name("a-b"));
}

}  // namespace
}  // namespace autoloss::conformance
