#include "core/report/html.hpp"

#include <gmock/gmock.h>

namespace autoloss {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Escaped, LeavesNoWayIntoTheMarkup) {
  EXPECT_EQ(escaped("<b a=\"x\" c='y'>&amp;"), "&lt;b a=&quot;x&quot; c=&#39;y&#39;&gt;&amp;amp;");
}

TEST(Escaped, KeepsUtf8AndReplacesWhatIsNone) {
  EXPECT_EQ(escaped("λ ü 😀"), "λ ü 😀");
  EXPECT_EQ(escaped("a\xFFz\x01\xC3"), "a\xEF\xBF\xBDz\xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST(HtmlTable, EscapesItsCells) {
  HtmlTable table({"method", "mean"});

  table.row({"<i>", "1"}, "reference");

  EXPECT_THAT(table.html(), HasSubstr("<tr class=\"reference\"><td class=\"text\">&lt;i&gt;</td><td>1</td></tr>"));
}

TEST(HtmlTable, IsNothingWithoutRows) {
  EXPECT_EQ(HtmlTable({"method"}).html(), "");
}

TEST(InlinedSvg, MakesIdsUniqueAndDropsTheXmlHead) {
  const std::string svg = inlined_svg(
      "<?xml version=\"1.0\"?>\n<svg viewBox=\"0 0 1 1\"><title>gnuplot</title><desc>x</desc>"
      "<circle id='gpDot'/><use xlink:href='#gpDot'/><g fill='url(#p)'/></svg>",
      "figure3", "Results & more");

  EXPECT_EQ(svg,
            "<svg role=\"img\" viewBox=\"0 0 1 1\"><title>Results &amp; more</title>"
            "<circle id='figure3-gpDot'/><use xlink:href='#figure3-gpDot'/><g fill='url(#figure3-p)'/></svg>");
}

TEST(InlinedSvg, IsNothingWithoutAPicture) {
  EXPECT_EQ(inlined_svg("", "figure1", "x"), "");
}

}  // namespace
}  // namespace autoloss
