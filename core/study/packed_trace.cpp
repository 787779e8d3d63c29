#include "core/study/packed_trace.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include "core/errors.hpp"

namespace autoloss {

// The number of actions (eight bytes), the bits of one (a byte, 1 to 8: so that the bytes bound the number), then the
// actions, lowest bits first.
constexpr std::size_t kHead = sizeof(uint64_t) + 1;

std::string pack_trace(const std::vector<uint8_t>& trace) {
  const uint8_t most = trace.empty() ? uint8_t{0} : *std::max_element(trace.begin(), trace.end());
  const auto width = std::max<std::size_t>(1, std::bit_width(most));
  const uint64_t count = trace.size();
  std::string bytes(kHead + (count * width + 7) / 8, '\0');
  std::memcpy(bytes.data(), &count, sizeof(count));
  bytes[sizeof(count)] = static_cast<char>(width);
  for (std::size_t index = 0; index < trace.size(); ++index)
    for (std::size_t bit = 0; bit < width; ++bit) {
      const std::size_t place = index * width + bit;
      char& byte = bytes[kHead + place / 8];
      byte = static_cast<char>(byte | ((trace[index] >> bit & 1) << place % 8));
    }
  return bytes;
}

std::vector<uint8_t> unpack_trace(const std::string& bytes) {
  uint64_t count = 0;
  if (bytes.size() < kHead) throw RunError("a saved trace is truncated");
  std::memcpy(&count, bytes.data(), sizeof(count));
  const auto width = static_cast<unsigned char>(bytes[sizeof(count)]);
  if (width < 1 || width > 8 || count > (uint64_t{1} << 48) || bytes.size() != kHead + (count * width + 7) / 8)
    throw RunError("a saved trace has another length than it says");
  std::vector<uint8_t> trace(count);
  for (std::size_t index = 0; index < trace.size(); ++index)
    for (std::size_t bit = 0; bit < width; ++bit) {
      const std::size_t place = index * width + bit;
      trace[index] = static_cast<uint8_t>(trace[index] | (bytes[kHead + place / 8] >> place % 8 & 1) << bit);
    }
  return trace;
}

}  // namespace autoloss
