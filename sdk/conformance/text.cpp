#include "conformance/text.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace autoloss::conformance {
namespace {

// Length of the sequence that a byte begins, and the least code point that may be written so long; 0: it begins none.
struct Sequence {
  std::size_t length;
  uint32_t least;
};

Sequence sequence_of(unsigned char first) {
  if (first < 0x80) return {1, 0};
  if ((first & 0xE0) == 0xC0) return {2, 0x80};
  if ((first & 0xF0) == 0xE0) return {3, 0x800};
  if ((first & 0xF8) == 0xF0) return {4, 0x10000};
  return {0, 0};
}

// Length of the code point at the beginning of text; 0 if there is none.
std::size_t code_point(std::string_view text) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  const auto [length, least] = sequence_of(byte(0));
  if (length == 0 || length > text.size()) return 0;
  uint32_t code = length == 1 ? byte(0) : byte(0) & (0x7Fu >> length);
  for (std::size_t at = 1; at < length; ++at) {
    if ((byte(at) & 0xC0) != 0x80) return 0;
    code = code << 6 | (byte(at) & 0x3Fu);
  }
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  return code < least || code > 0x10FFFF || surrogate ? 0 : length;
}

}  // namespace

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = code_point(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

bool is_name(std::string_view text) {
  return !text.empty() && text.front() >= 'a' && text.front() <= 'z' &&
         std::all_of(text.begin(), text.end(), [](char letter) {
           return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '_';
         });
}

}  // namespace autoloss::conformance
