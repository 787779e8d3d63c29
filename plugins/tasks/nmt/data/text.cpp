#include "plugins/tasks/nmt/data/text.hpp"

#include <algorithm>
#include <autoloss/cpp/error.hpp>
#include <cstdint>

#include "plugins/shared/gzip.hpp"

namespace autoloss::nmt {
namespace {

constexpr std::size_t kMostBytes = std::size_t{1} << 32;

uint8_t byte_at(std::string_view text, std::size_t place) {
  return static_cast<uint8_t>(text[place]);
}

// Bytes of the character that begins there; 0 if none does.
std::size_t character_length(std::string_view text, std::size_t place) {
  const uint8_t lead = byte_at(text, place);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() - place < length) return 0;
  for (std::size_t next = 1; next < length; ++next)
    if ((byte_at(text, place + next) & 0xC0) != 0x80) return 0;
  const uint8_t second = byte_at(text, place + 1);
  const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
  const bool surrogate = lead == 0xED && second >= 0xA0;
  const bool beyond = lead == 0xF4 && second >= 0x90;
  return overlong || surrogate || beyond ? 0 : length;
}

}  // namespace

std::size_t first_bad_byte(std::string_view text) {
  std::size_t place = 0;
  while (place < text.size()) {
    const std::size_t length = character_length(text, place);
    if (length == 0) return place;
    place += length;
  }
  return std::string_view::npos;
}

Text split_lines(std::string_view bytes, const std::string& name) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (bytes.starts_with(kByteOrderMark)) bytes.remove_prefix(kByteOrderMark.size());
  Text text{name, {}};
  while (!bytes.empty()) {
    const std::size_t end = std::min(bytes.find('\n'), bytes.size());
    std::string_view line = bytes.substr(0, end);
    if (const std::size_t bad = first_bad_byte(line); bad != std::string_view::npos)
      throw sdk::Error(AUTOLOSS_BAD_DATA, name + ":" + std::to_string(text.lines.size() + 1) + ":" +
                                              std::to_string(bad + 1) +
                                              ": no UTF-8 here; convert the file, as with iconv -t UTF-8");
    if (line.ends_with('\r')) line.remove_suffix(1);
    text.lines.emplace_back(line);
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
  }
  return text;
}

Text read_lines(const std::string& path) {
  const std::vector<uint8_t> bytes = shared::read_gzip(path, kMostBytes);
  return split_lines({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, path);
}

std::string digits_to_zero(std::string text) {
  for (char& letter : text)
    if (letter >= '0' && letter <= '9') letter = '0';
  return text;
}

std::vector<std::string_view> split_at(std::string_view line, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = line.find(separator);
    parts.push_back(line.substr(0, end));
    if (end == std::string_view::npos) return parts;
    line.remove_prefix(end + 1);
  }
}

void refuse_line(const std::string& name, std::size_t line, const std::string& what) {
  throw sdk::Error(AUTOLOSS_BAD_DATA, name + ":" + std::to_string(line) + ": " + what);
}

}  // namespace autoloss::nmt
