#include "core/isolate/message.hpp"

#include <gtest/gtest.h>

namespace autoloss {
namespace {

TEST(Message, ReadsBackWhatWasPacked) {
  const double numbers[] = {1.5, -2};
  const char* const names[] = {"a", ""};
  std::string bytes = "what was there before";
  Packer(bytes).value(7).text("text").list(numbers, 2).list<double>(nullptr, 2).texts(names, 2).bytes("rest");

  Unpacker unpacker(bytes);

  EXPECT_EQ(unpacker.value<int>(), 7);
  EXPECT_STREQ(unpacker.text(), "text");
  EXPECT_EQ(unpacker.list<double>().items, (std::vector<double>{1.5, -2}));
  EXPECT_EQ(unpacker.list<double>().data(), nullptr);
  EXPECT_EQ(unpacker.texts().size(), 2u);
  EXPECT_EQ(unpacker.rest(), "rest");
}

TEST(Message, IsBrokenWhereverItIsCut) {
  const double numbers[] = {1.5, -2};
  std::string bytes;
  Packer(bytes).value(7).text("text").list(numbers, 2);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    Unpacker unpacker(std::string_view(bytes).substr(0, size));
    EXPECT_THROW(
        {
          unpacker.value<int>();
          unpacker.text();
          unpacker.list<double>();
        },
        BrokenMessage)
        << size;
  }
}

TEST(Message, IsBrokenWhenAListIsLongerThanItsBytes) {
  std::string bytes;
  Packer(bytes).value<uint8_t>(1).value<uint64_t>(UINT64_MAX);
  EXPECT_THROW(Unpacker(bytes).list<double>(), BrokenMessage);
}

TEST(Message, IsBrokenWhenATextDoesNotEnd) {
  std::string bytes;
  Packer(bytes).value<uint64_t>(2).bytes("abc");
  EXPECT_THROW(Unpacker(bytes).text(), BrokenMessage);
}

}  // namespace
}  // namespace autoloss
