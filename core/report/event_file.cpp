#include "core/report/event_file.hpp"

#include <array>
#include <bit>

namespace autoloss {
namespace {

std::array<std::uint32_t, 256> crc_table() {
  constexpr std::uint32_t kPolynomial = 0x82f63b78;  // Castagnoli's, reflected
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t byte = 0; byte < table.size(); ++byte) {
    std::uint32_t value = byte;
    for (int bit = 0; bit < 8; ++bit) value = (value >> 1) ^ ((value & 1) != 0 ? kPolynomial : 0);
    table[byte] = value;
  }
  return table;
}

std::string little_endian(std::uint64_t value, int bytes) {
  std::string text;
  for (int byte = 0; byte < bytes; ++byte) text += static_cast<char>(value >> (8 * byte));
  return text;
}

std::string masked_crc(std::string_view bytes) {
  return little_endian(std::rotr(crc32c(bytes), 15) + 0xa282ead8u, 4);
}

// A protocol buffer message in its wire format: fields with their numbers, in the order of calls.
class Message {
 public:
  Message& integer(int field, std::uint64_t value) { return tag(field, 0).varint(value); }
  Message& real(int field, double value) {
    tag(field, 1);
    bytes_ += little_endian(std::bit_cast<std::uint64_t>(value), 8);
    return *this;
  }
  Message& single(int field, float value) {
    tag(field, 5);
    bytes_ += little_endian(std::bit_cast<std::uint32_t>(value), 4);
    return *this;
  }
  Message& bytes(int field, std::string_view value) {
    tag(field, 2).varint(value.size());
    bytes_ += value;
    return *this;
  }
  Message& reals(int field, const std::vector<double>& values) {
    std::string packed;
    for (const double value : values) packed += little_endian(std::bit_cast<std::uint64_t>(value), 8);
    return bytes(field, packed);
  }

  const std::string& text() const { return bytes_; }

 private:
  Message& tag(int field, int wire_type) {
    return varint(static_cast<std::uint64_t>(field) << 3 | static_cast<unsigned>(wire_type));
  }
  Message& varint(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) bytes_ += static_cast<char>((value & 0x7f) | 0x80);
    bytes_ += static_cast<char>(value);
    return *this;
  }

  std::string bytes_;
};

// HistogramProto: min 1, max 2, num 3, sum 4, sum_squares 5, bucket_limit 6, bucket 7. Moments as if each value were
// the middle of its bucket.
std::string histogram_message(double least, const std::vector<Bucket>& buckets) {
  double count = 0, sum = 0, squares = 0, low = least;
  std::vector<double> limits, counts;
  for (const Bucket& bucket : buckets) {
    const double middle = (low + bucket.limit) / 2;
    count += bucket.count;
    sum += bucket.count * middle;
    squares += bucket.count * middle * middle;
    limits.push_back(bucket.limit);
    counts.push_back(bucket.count);
    low = bucket.limit;
  }
  return Message()
      .real(1, least)
      .real(2, low)
      .real(3, count)
      .real(4, sum)
      .real(5, squares)
      .reals(6, limits)
      .reals(7, counts)
      .text();
}

// TensorProto of one string: dtype 1 (DT_STRING is 7), tensor_shape 2 with a dim 2 of size 1, string_val 8.
std::string string_tensor(const std::string& text) {
  const std::string dimension = Message().integer(1, 1).text();
  return Message().integer(1, 7).bytes(2, Message().bytes(2, dimension).text()).bytes(8, text).text();
}

// SummaryMetadata: plugin_data 1 with plugin_name 1; data_class 4 (DATA_CLASS_TENSOR is 2).
std::string text_metadata() {
  return Message().bytes(1, Message().bytes(1, "text").text()).integer(4, 2).text();
}

}  // namespace

std::uint32_t crc32c(std::string_view bytes) {
  static const std::array<std::uint32_t, 256> kTable = crc_table();
  std::uint32_t crc = 0xffffffff;
  for (const char byte : bytes) crc = (crc >> 8) ^ kTable[(crc ^ static_cast<unsigned char>(byte)) & 0xff];
  return crc ^ 0xffffffff;
}

std::string framed(std::string_view bytes) {
  const std::string length = little_endian(bytes.size(), 8);
  return length + masked_crc(length) + std::string(bytes) + masked_crc(bytes);
}

// Event: wall_time 1, step 2, file_version 3, summary 5.
EventFile::EventFile(double wall_time) : wall_time_(wall_time) {
  bytes_ = framed(Message().real(1, wall_time_).bytes(3, "brain.Event:2").text());
}

// Summary: value 1. Value: tag 1, simple_value 2, histo 5, tensor 8, metadata 9.
void EventFile::add(std::int64_t step, const std::string& value) {
  const std::string summary = Message().bytes(1, value).text();
  bytes_ += framed(Message().real(1, wall_time_).integer(2, static_cast<std::uint64_t>(step)).bytes(5, summary).text());
}

void EventFile::scalar(const std::string& tag, std::int64_t step, double value) {
  add(step, Message().bytes(1, tag).single(2, static_cast<float>(value)).text());
}

void EventFile::histogram(const std::string& tag, std::int64_t step, double least, const std::vector<Bucket>& buckets) {
  add(step, Message().bytes(1, tag).bytes(5, histogram_message(least, buckets)).text());
}

void EventFile::text(const std::string& tag, std::int64_t step, const std::string& text) {
  add(step, Message().bytes(1, tag).bytes(8, string_tensor(text)).bytes(9, text_metadata()).text());
}

}  // namespace autoloss
