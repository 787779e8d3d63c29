#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "core/config/schema.hpp"

namespace autoloss {
namespace {

// After a change of the schema: autoloss reference > docs/experiment-reference.md
TEST(Reference, IsThePageThatIsCommitted) {
  std::ifstream page(AUTOLOSS_SOURCE_DIR "/docs/experiment-reference.md");
  std::ostringstream text;
  text << page.rdbuf();

  EXPECT_EQ(text.str(), reference_markdown());
}

}  // namespace
}  // namespace autoloss
