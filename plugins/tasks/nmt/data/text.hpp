// Lines of text files.
#ifndef AUTOLOSS_NMT_DATA_TEXT_HPP
#define AUTOLOSS_NMT_DATA_TEXT_HPP

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace autoloss::nmt {

// A text as its lines, without what ends them.
struct Text {
  std::string name;  // of the file, for messages
  std::vector<std::string> lines;
};

// Splits at line feeds alone (a carriage return before one belongs to it); a byte order mark at the start is no text.
// Throws sdk::Error(AUTOLOSS_BAD_DATA) "name:line:column: ..." where the bytes are no UTF-8.
Text split_lines(std::string_view bytes, const std::string& name);

// The same of a file, expanded if it is a gzip file. Throws AUTOLOSS_NOT_FOUND, AUTOLOSS_IO_ERROR besides.
Text read_lines(const std::string& path);

// Where the first byte is that begins no character of UTF-8 (RFC 3629: no overlong form, no surrogate); npos if none.
std::size_t first_bad_byte(std::string_view text);

// Every ASCII digit becomes '0', as usual where numbers carry no meaning of their own.
std::string digits_to_zero(std::string text);

// The parts of a line between `separator`s; as many as it has separators and one more.
std::vector<std::string_view> split_at(std::string_view line, char separator);

// Throws AUTOLOSS_BAD_DATA "name:line: what"; lines count from 1.
[[noreturn]] void refuse_line(const std::string& name, std::size_t line, const std::string& what);

}  // namespace autoloss::nmt

#endif
