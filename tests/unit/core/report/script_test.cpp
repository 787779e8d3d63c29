#include "core/report/script.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>
#include <set>

namespace autoloss {
namespace {

using testing::HasSubstr;

TEST(Literal, CannotBeEndedByItsText) {
  EXPECT_EQ(literal("it's `date` \"x\" \\n"), "'it''s `date` \"x\" \\n'");
  EXPECT_EQ(literal("two\nlines"), "'two lines'");
}

TEST(Shortened, CutsCharactersNotBytes) {
  EXPECT_EQ(shortened("λλλλ", 4), "λλλλ");
  EXPECT_EQ(shortened("λλλλλ", 4), "λλλ…");
}

TEST(FileNameOf, KeepsNothingThatLeavesTheFolder) {
  EXPECT_EQ(file_name_of("../a b/ü"), "---a-b---");
}

TEST(LookOf, TellsFourteenMethodsAndTheReferenceApart) {
  std::set<std::string> looks{look_of(0, true).points()};
  for (std::size_t place = 0; place < 14; ++place) looks.insert(look_of(place, false).points());

  EXPECT_EQ(looks.size(), 15u);
}

TEST(AxisFor, HoldsEverythingThatIsCloseTogether) {
  const Axis axis = axis_for({{1, 2}, {1.5, 3}}, LogScale::kNever);

  EXPECT_TRUE(axis.shows(1) && axis.shows(3));
  EXPECT_FALSE(axis.clips());
}

TEST(AxisFor, ClipsOneGroupThatIsFarAway) {
  const Axis axis = axis_for({{0.4, 0.6}, {0.5, 0.7}, {0.3, 0.6}, {9, 10}}, LogScale::kTypical);

  EXPECT_FALSE(axis.log);
  EXPECT_TRUE(axis.clips_high);
  EXPECT_FALSE(axis.clips_low);
  EXPECT_TRUE(axis.shows(0.3) && axis.shows(0.7));
  EXPECT_LT(axis.high, 2.5);
}

TEST(AxisFor, TurnsLogarithmicToShowEverythingPositive) {
  const Axis axis = axis_for({{0.4, 0.6}, {0.5, 0.7}, {9, 10}}, LogScale::kAlways);

  EXPECT_TRUE(axis.log);
  EXPECT_FALSE(axis.clips());
}

TEST(AxisFor, ClipsWhatNoLogarithmCanShow) {
  const Axis axis = axis_for({{-0.1, 0.6}, {0.5, 0.7}, {9, 10}}, LogScale::kAlways);

  EXPECT_FALSE(axis.log);
  EXPECT_TRUE(axis.clips_high);
}

TEST(AxisFor, HasALengthForOneValueAndForNone) {
  constexpr double infinity = std::numeric_limits<double>::infinity();

  EXPECT_LT(axis_for({{0}}, LogScale::kAlways).low, axis_for({{0}}, LogScale::kAlways).high);
  EXPECT_LT(axis_for({{5}, {5}}, LogScale::kAlways).low, axis_for({{5}, {5}}, LogScale::kAlways).high);
  EXPECT_LT(axis_for({{std::nan(""), infinity}}, LogScale::kNever).low, 1);
}

TEST(Script, WritesNoValueAsNan) {
  Script script(100, 100);

  script.data("d", {{1, std::nan("")}, {2, 0.1}});

  EXPECT_THAT(script.text(), HasSubstr("$d << EOD\n1 NaN\n2 0.1\nEOD\n"));
}

}  // namespace
}  // namespace autoloss
