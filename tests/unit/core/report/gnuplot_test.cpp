#include "core/report/gnuplot.hpp"

#include <gmock/gmock.h>

#include "core/report/script.hpp"

namespace autoloss {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

TEST(Gnuplot, SaysWhatIsMissingAndWhatBringsIt) {
  const Gnuplot gnuplot("no-such-gnuplot");

  EXPECT_THAT(gnuplot.version(), IsEmpty());
  EXPECT_THAT(gnuplot.missing(), AllOf(HasSubstr("no-such-gnuplot"), HasSubstr("gnuplot-nox")));
}

class InstalledGnuplot : public testing::Test {
 protected:
  void SetUp() override {
    if (!gnuplot_.missing().empty()) GTEST_SKIP() << gnuplot_.missing();
  }

  Gnuplot gnuplot_;
};

TEST_F(InstalledGnuplot, DrawsWhatTheScriptSays) {
  Script script(200, 100);
  script.add("set title " + literal("it's <all> `echo here`"));
  script.plot({"x notitle"});

  const Gnuplot::Drawing drawing = gnuplot_.draw(script);

  EXPECT_EQ(drawing.error, "");
  EXPECT_THAT(drawing.picture, AllOf(HasSubstr("</svg>"), HasSubstr("it's &lt;all> `echo here`")));
}

TEST_F(InstalledGnuplot, ReportsItsComplaint) {
  Script script(200, 100);
  script.plot({"no_such_function(x)"});

  const Gnuplot::Drawing drawing = gnuplot_.draw(script);

  EXPECT_EQ(drawing.picture, "");
  EXPECT_THAT(drawing.error, HasSubstr("undefined function: no_such_function"));
}

TEST_F(InstalledGnuplot, DrawsForSlidesAndPapersToo) {
  Script script(200, 100);
  script.plot({"x notitle"});

  EXPECT_THAT(gnuplot_.draw(script, Format::kPng).picture, StartsWith("\x89PNG"));
  EXPECT_THAT(gnuplot_.draw(script, Format::kPdf).picture, StartsWith("%PDF"));
}

TEST_F(InstalledGnuplot, TakesScriptsAndPicturesLargerThanAPipeHolds) {
  Script script(200, 100);
  script.data("d", std::vector<std::vector<double>>(50000, {1, 2}));
  script.plot({"$d using 1:2 with points notitle"});

  const Gnuplot::Drawing drawing = gnuplot_.draw(script);

  EXPECT_EQ(drawing.error, "");
  EXPECT_GT(drawing.picture.size(), 1'000'000u);
}

}  // namespace
}  // namespace autoloss
