// Event files as TensorBoard reads them: records framed as TensorFlow frames them, each a protocol buffer Event. The
// few messages needed are written by hand, field by field, as tensorflow/core/util/event.proto and the files that it
// imports define them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace autoloss {

// CRC32C (Castagnoli), as RFC 3720 has it.
std::uint32_t crc32c(std::string_view bytes);

// A record of a TFRecord file: length, masked CRC32C of the length, bytes, masked CRC32C of the bytes, all little
// endian. Masked: rotated right by 15 bits, plus 0xa282ead8.
std::string framed(std::string_view bytes);

// A histogram's bucket: values up to `limit`, above that of the bucket before it.
struct Bucket {
  double limit;
  double count;
};

// Collects events and gives the bytes of a file. Not thread-safe.
class EventFile {
 public:
  // wall_time: seconds since 1970 that every event bears.
  explicit EventFile(double wall_time);

  void scalar(const std::string& tag, std::int64_t step, double value);
  // least: where the first bucket begins. Buckets in ascending order.
  void histogram(const std::string& tag, std::int64_t step, double least, const std::vector<Bucket>& buckets);
  // text: Markdown.
  void text(const std::string& tag, std::int64_t step, const std::string& text);

  const std::string& bytes() const { return bytes_; }

 private:
  void add(std::int64_t step, const std::string& value);

  double wall_time_;
  std::string bytes_;
};

}  // namespace autoloss
