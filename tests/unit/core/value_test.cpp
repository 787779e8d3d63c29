#include "core/value.hpp"

#include <gtest/gtest.h>

#include "core/errors.hpp"

namespace autoloss {
namespace {

Range range(Range::Kind kind, double least, double most, int64_t points = 0) {
  return {kind, least, most, {}, points};
}

TEST(Range, TakesTheMiddleOnItsOwnScale) {
  EXPECT_DOUBLE_EQ(std::get<double>(range(Range::Kind::kUniform, 1, 4).at(0.5, false)), 2.5);
  EXPECT_DOUBLE_EQ(std::get<double>(range(Range::Kind::kLogUniform, 1, 100).at(0.5, false)), 10);
  EXPECT_DOUBLE_EQ(std::get<double>(range(Range::Kind::kLogitUniform, 0.1, 0.9).at(0.5, false)), 0.5);
}

TEST(Range, GivesEachIntegerAnEqualShare) {
  const Range digits = range(Range::Kind::kInteger, 1, 4);

  EXPECT_EQ(digits.at(0, true), Value{int64_t{1}});
  EXPECT_EQ(digits.at(0.26, true), Value{int64_t{2}});
  EXPECT_EQ(digits.at(0.9999, true), Value{int64_t{4}});
}

TEST(Range, GivesEachChoiceAnEqualShare) {
  const Range rows{Range::Kind::kChoice, 0, 0, {int64_t{60}, int64_t{100}, int64_t{200}}, 0};

  EXPECT_EQ(rows.at(0.33, true), Value{int64_t{60}});
  EXPECT_EQ(rows.at(0.34, true), Value{int64_t{100}});
  EXPECT_EQ(rows.at(0.99, true), Value{int64_t{200}});
}

TEST(Range, RoundsForAnIntegerParameter) {
  EXPECT_EQ(range(Range::Kind::kUniform, 0, 10).at(0.27, true), Value{int64_t{3}});
}

TEST(Grid, SpacesPointsEvenlyWithBothEnds) {
  const std::vector<Value> grid = range(Range::Kind::kLogUniform, 0.01, 1, 3).grid(false);

  ASSERT_EQ(grid.size(), 3u);
  EXPECT_EQ(grid[0], Value{0.01});
  EXPECT_NEAR(std::get<double>(grid[1]), 0.1, 1e-15);
  EXPECT_EQ(grid[2], Value{1.0});
}

TEST(Grid, RepeatsNoInteger) {
  const std::vector<Value> grid = range(Range::Kind::kUniform, 1, 3, 9).grid(true);

  EXPECT_EQ(grid, (std::vector<Value>{int64_t{1}, int64_t{2}, int64_t{3}}));
}

TEST(Grid, HoldsAllIntegersOfARange) {
  EXPECT_EQ(range(Range::Kind::kInteger, 2, 4).grid(true), (std::vector<Value>{int64_t{2}, int64_t{3}, int64_t{4}}));
}

TEST(Grid, NeedsTheNumberOfItsPoints) {
  EXPECT_THROW(range(Range::Kind::kUniform, 0, 1).grid(false), ConfigError);
}

TEST(ToText, WritesWhatReadsBackTheSame) {
  EXPECT_EQ(to_text(Value{0.1}), "0.1");
  EXPECT_EQ(to_text(Value{20000.0}), "20000");
  EXPECT_EQ(to_text(Value{1e-9}), "1e-09");
  EXPECT_EQ(to_text(Value{0.0005}), "0.0005");
  EXPECT_EQ(to_text(Value{-0.0}), "-0");
  EXPECT_EQ(to_text(Value{true}), "true");
  EXPECT_EQ(to_text(Value{std::string("adam")}), "adam");
  EXPECT_EQ(to_text(Value{std::vector<double>{1, 2.5}}), "[1, 2.5]");
  EXPECT_EQ(to_text(Value{std::vector<std::string>{"a", "b"}}), "[\"a\", \"b\"]");
}

TEST(ToNumber, RefusesText) {
  EXPECT_DOUBLE_EQ(to_number(Value{int64_t{3}}), 3);
  EXPECT_THROW(to_number(Value{std::string("three")}), ConfigError);
}

}  // namespace
}  // namespace autoloss
