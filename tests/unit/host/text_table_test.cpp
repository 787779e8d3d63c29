#include "host/text_table.hpp"

#include <gtest/gtest.h>

namespace autoloss::host {
namespace {

TEST(TextTable, LinesUpItsColumns) {
  TextTable table({"ID", "WHAT"});
  table.row({"a", "short"});
  table.row({"longer", ""});

  EXPECT_EQ(table.text(2), "  ID      WHAT\n  a       short\n  longer\n");
}

}  // namespace
}  // namespace autoloss::host
