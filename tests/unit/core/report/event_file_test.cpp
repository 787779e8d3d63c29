#include "core/report/event_file.hpp"

#include <gmock/gmock.h>

#include <bit>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace autoloss {
namespace {

using testing::ElementsAre;
using testing::StartsWith;

// The examples of RFC 3720, section B.4, and the usual check value.
TEST(Crc32c, MatchesPublishedVectors) {
  std::string ascending, descending;
  for (int byte = 0; byte < 32; ++byte) ascending += static_cast<char>(byte);
  for (int byte = 31; byte >= 0; --byte) descending += static_cast<char>(byte);

  EXPECT_EQ(crc32c(std::string(32, '\0')), 0x8a9136aau);
  EXPECT_EQ(crc32c(std::string(32, '\xff')), 0x62a8ab43u);
  EXPECT_EQ(crc32c(ascending), 0x46dd794eu);
  EXPECT_EQ(crc32c(descending), 0x113fdb5cu);
  EXPECT_EQ(crc32c("123456789"), 0xe3069283u);
}

// Event files of TensorFlow begin with these twelve bytes: a first record of 24 bytes and the masked sum of its length.
TEST(Framed, BeginsAsFilesOfTensorFlowDo) {
  EXPECT_THAT(framed(std::string(24, 'x')), StartsWith(std::string("\x18\0\0\0\0\0\0\0\xa3\x7fK\"", 12)));
}

std::uint64_t number_at(const std::string& bytes, std::size_t at, int size) {
  std::uint64_t value = 0;
  for (int byte = size - 1; byte >= 0; --byte)
    value = value << 8 | static_cast<unsigned char>(bytes[at + static_cast<std::size_t>(byte)]);
  return value;
}

std::uint32_t unmasked(std::uint64_t masked) {
  return std::rotl(static_cast<std::uint32_t>(masked) - 0xa282ead8u, 15);
}

// The records of a file, after checking both sums of each.
std::vector<std::string> records_in(const std::string& bytes) {
  std::vector<std::string> records;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t length = number_at(bytes, at, 8);
    EXPECT_EQ(unmasked(number_at(bytes, at + 8, 4)), crc32c(bytes.substr(at, 8)));
    records.push_back(bytes.substr(at + 12, length));
    EXPECT_EQ(unmasked(number_at(bytes, at + 12 + length, 4)), crc32c(records.back()));
    at += 16 + length;
  }
  return records;
}

// The fields of a message, each with its bytes: of numbers as little endian.
std::multimap<int, std::string> fields_in(const std::string& message) {
  std::multimap<int, std::string> fields;
  std::size_t at = 0;
  const auto varint = [&] {
    std::uint64_t value = 0;
    for (int shift = 0;; shift += 7) {
      const auto byte = static_cast<unsigned char>(message.at(at++));
      value |= std::uint64_t{byte & 0x7fu} << shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < message.size()) {
    const std::uint64_t tag = varint();
    std::size_t size = 0;
    std::string bytes;
    if ((tag & 7) == 0) {
      for (std::uint64_t value = varint(), byte = 0; byte < 8; ++byte) bytes += static_cast<char>(value >> (8 * byte));
    } else {
      size = (tag & 7) == 1 ? 8 : (tag & 7) == 5 ? 4 : varint();
      bytes = message.substr(at, size);
      at += size;
    }
    fields.emplace(static_cast<int>(tag >> 3), bytes);
  }
  return fields;
}

std::string only(const std::multimap<int, std::string>& fields, int number) {
  EXPECT_EQ(fields.count(number), 1u);
  return fields.find(number)->second;
}

double real(const std::string& bytes) {
  return std::bit_cast<double>(number_at(bytes, 0, 8));
}

std::vector<double> reals(const std::string& packed) {
  std::vector<double> values;
  for (std::size_t at = 0; at < packed.size(); at += 8) values.push_back(real(packed.substr(at, 8)));
  return values;
}

// The step and the value of an event, as fields.
std::pair<std::uint64_t, std::multimap<int, std::string>> value_of(const std::string& record) {
  const auto event = fields_in(record);
  EXPECT_EQ(real(only(event, 1)), 1.5e9);
  return {number_at(only(event, 2), 0, 8), fields_in(only(fields_in(only(event, 5)), 1))};
}

TEST(EventFile, BeginsWithItsVersion) {
  const std::vector<std::string> records = records_in(EventFile(1.5e9).bytes());

  ASSERT_EQ(records.size(), 1u);
  EXPECT_EQ(only(fields_in(records[0]), 3), "brain.Event:2");
}

TEST(EventFile, GivesScalarsBack) {
  EventFile file(1.5e9);
  file.scalar("selection/score", 300, -0.25);

  const auto [step, value] = value_of(records_in(file.bytes()).at(1));

  EXPECT_EQ(step, 300u);
  EXPECT_EQ(only(value, 1), "selection/score");
  EXPECT_EQ(std::bit_cast<float>(static_cast<std::uint32_t>(number_at(only(value, 2), 0, 4))), -0.25f);
}

TEST(EventFile, GivesHistogramsBack) {
  EventFile file(1.5e9);
  file.histogram("shares/l1", 7, 0, {{0.5, 3}, {1, 1}});  // middles .25 and .75

  const auto [step, value] = value_of(records_in(file.bytes()).at(1));
  const auto histogram = fields_in(only(value, 5));

  EXPECT_EQ(step, 7u);
  EXPECT_EQ(real(only(histogram, 1)), 0);
  EXPECT_EQ(real(only(histogram, 2)), 1);
  EXPECT_EQ(real(only(histogram, 3)), 4);
  EXPECT_EQ(real(only(histogram, 4)), 1.5);
  EXPECT_EQ(real(only(histogram, 5)), 3 * 0.0625 + 0.5625);
  EXPECT_THAT(reals(only(histogram, 6)), ElementsAre(0.5, 1));
  EXPECT_THAT(reals(only(histogram, 7)), ElementsAre(3, 1));
}

TEST(EventFile, GivesTextBack) {
  const std::string long_text(1000, 'x');  // its length takes two bytes
  EventFile file(1.5e9);
  file.text("results", 0, long_text);

  const auto [step, value] = value_of(records_in(file.bytes()).at(1));
  const auto tensor = fields_in(only(value, 8)), metadata = fields_in(only(value, 9));

  EXPECT_EQ(number_at(only(tensor, 1), 0, 8), 7u);  // DT_STRING
  EXPECT_EQ(only(tensor, 8), long_text);
  EXPECT_EQ(only(fields_in(only(metadata, 1)), 1), "text");
}

}  // namespace
}  // namespace autoloss
