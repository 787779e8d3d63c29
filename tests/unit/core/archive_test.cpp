#include "core/archive.hpp"

#include <gmock/gmock.h>

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <variant>
#include <vector>

namespace autoloss {
namespace {

struct State {
  std::string text;
  std::vector<double> numbers;
  std::vector<bool> flags;
  std::deque<std::string> texts;
  std::map<std::string, std::variant<int64_t, std::string>> values;
  std::optional<std::vector<std::string>> maybe;
  uint8_t small = 0;

  bool operator==(const State&) const = default;
  template <class Archive>
  void serialize(Archive& archive) {
    archive(text, numbers, flags, texts, values, maybe, small);
  }
};

State example() {
  return {"a text", {1.5, -2, 1e300}, {true, false, true}, {"", "b"}, {{"n", int64_t{7}}, {"t", "x"}}, {{"c", "d"}}, 9};
}

TEST(Archive, ReadsBackWhatItWrote) {
  State read;
  from_state(to_state(example(), State{}), read);
  EXPECT_EQ(read, example());
}

TEST(Archive, OfFewerBytesIsAnError) {
  const std::string whole = to_state(example());
  for (std::size_t size = 0; size < whole.size(); ++size) {
    State read;
    EXPECT_THROW(from_state(whole.substr(0, size), read), RunError) << size;
  }
}

// A count of 2^60 is not believed, and costs no memory.
TEST(Archive, OfACountThatCannotBeIsAnError) {
  const std::string huge = to_state(uint64_t{1} << 60) + "abc";
  std::string text;
  std::vector<double> numbers;
  std::vector<std::string> texts;
  EXPECT_THAT([&] { from_state(huge, text); },
              testing::ThrowsMessage<RunError>(testing::HasSubstr("a saved state cannot be taken up")));
  EXPECT_THROW(from_state(huge, numbers), RunError);
  EXPECT_THROW(from_state(huge, texts), RunError);
}

}  // namespace
}  // namespace autoloss
