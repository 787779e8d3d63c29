#include "core/record/parts.hpp"

#include <algorithm>
#include <charconv>

#include "core/errors.hpp"
#include "core/file.hpp"

namespace autoloss {
namespace {

// The text up to the next line end, which is passed over; nothing is left when there is none.
std::string next_line(const std::string& bytes, std::size_t& place) {
  const std::size_t end = bytes.find('\n', place);
  const std::string line = bytes.substr(place, end == std::string::npos ? end : end - place);
  place = end == std::string::npos ? bytes.size() : end + 1;
  return line;
}

std::string part_line(const std::string& name, const std::string& content) {
  return name + " " + std::to_string(content.size()) + " " + sha256(content) + "\n";
}

// A part as the head of the file announces it.
struct Announced {
  std::string name;
  std::size_t size = 0;
  std::string checksum;
};

Announced announced(const std::string& line, const std::string& name, const std::string& file) {
  Announced part{name, 0, ""};
  const char* begin = line.data() + std::min(name.size() + 1, line.size());
  const char* end = line.data() + line.size();
  const auto [rest, error] = std::from_chars(begin, end, part.size);
  const bool well_formed = line.starts_with(name + " ") && error == std::errc() && rest != end && *rest == ' ';
  if (!well_formed) throw ConfigError(file + ": truncated or altered: no line announces its part '" + name + "'");
  part.checksum.assign(rest + 1, end);
  return part;
}

std::string content_of(const Announced& part, const std::string& bytes, std::size_t& place, const std::string& file) {
  const std::size_t left = bytes.size() - place;
  if (left < part.size)
    throw ConfigError(file + ": truncated: of its part '" + part.name + "' " + std::to_string(left) + " of " +
                      std::to_string(part.size) + " bytes are there");
  std::string content = bytes.substr(place, part.size);
  if (sha256(content) != part.checksum)
    throw ConfigError(file + ": altered: its part '" + part.name + "' does not have the checksum written in it");
  place += part.size;
  return content;
}

// "autoloss controller" of "autoloss controller 2".
std::string format_of(const std::string& first_line) {
  return first_line.substr(0, first_line.rfind(' ') + 1);
}

}  // namespace

std::string join_parts(const std::string& first_line, const std::vector<Part>& parts) {
  std::string bytes = first_line + "\n";
  for (const Part& part : parts) bytes += part_line(part.name, part.content);
  for (const Part& part : parts) bytes += part.content;
  return bytes;
}

std::vector<std::string> split_parts(const std::string& bytes, const std::string& first_line,
                                     const std::vector<std::string>& names, const std::string& file,
                                     const std::string& what, const std::string& instead) {
  std::size_t place = 0;
  const std::string first = next_line(bytes, place);
  if (first != first_line) {
    if (first.starts_with(format_of(first_line)))
      throw ConfigError(file + ": " + what + " of another format, '" + first.substr(0, 40) + "'; this program reads '" +
                        first_line + "': " + instead);
    throw ConfigError(file + ": not " + what + " (one begins with '" + first_line + "')");
  }
  std::vector<Announced> parts;
  for (const std::string& name : names) parts.push_back(announced(next_line(bytes, place), name, file));
  std::vector<std::string> contents;
  for (const Announced& part : parts) contents.push_back(content_of(part, bytes, place, file));
  if (place != bytes.size())
    throw ConfigError(file + ": altered: " + std::to_string(bytes.size() - place) + " bytes follow its last part");
  return contents;
}

}  // namespace autoloss
