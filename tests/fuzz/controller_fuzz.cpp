// Whatever bytes a controller file holds, reading it ends with a controller or with an error for the user; and what was
// read is written back so that it reads equal.
// Input: the file. It is also read as parts, separated by zero bytes, whose checksums are right: a card, a sample and a
// state that no accident damaged, but that are nonsense.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "core/errors.hpp"
#include "core/file.hpp"
#include "core/record/controller_file.hpp"

namespace {

using namespace autoloss;

void read(const std::string& bytes) {
  std::string written;
  try {
    written = to_bytes(parse_controller(bytes, "file"));
  } catch (const ConfigError&) {
    return;
  }
  if (to_bytes(parse_controller(written, "written")) == written) return;
  std::fprintf(stderr, "what was written reads back differently\n%s", written.c_str());
  std::abort();
}

std::string with_checksums(std::string_view input) {
  std::string head = "autoloss controller 2\n", content;
  for (const char* name : {"card", "sample", "state"}) {
    const std::string_view part = input.substr(0, input.find('\0'));
    input.remove_prefix(std::min(part.size() + 1, input.size()));
    head += std::string(name) + " " + std::to_string(part.size()) + " " + sha256(part) + "\n";
    content += part;
  }
  return head + content;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size) {
  const std::string input(reinterpret_cast<const char*>(data), size);
  read(input);
  read(with_checksums(input));
  return 0;
}
