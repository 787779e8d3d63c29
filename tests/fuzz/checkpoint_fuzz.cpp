// Whatever bytes a checkpoint holds, reading it ends with a checkpoint or with an error for the user; and what was read
// is written back so that it reads equal.
// Input: the file. It is also read as parts, separated by a zero byte, whose checksums are right: facts and entries
// that no accident damaged, but that are nonsense.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "core/errors.hpp"
#include "core/record/checkpoint.hpp"
#include "core/record/parts.hpp"
#include "core/study/packed_trace.hpp"

namespace {

using namespace autoloss;

void read(const std::string& bytes) {
  Checkpoint read;
  try {
    read = parse_checkpoint(bytes, "file");
  } catch (const ConfigError&) {
    return;
  }
  if (parse_checkpoint(to_bytes(read), "written").entries == read.entries) return;
  std::fprintf(stderr, "what was written reads back differently\n");
  std::abort();
}

std::string with_checksums(std::string_view input) {
  const std::string_view facts = input.substr(0, input.find('\0'));
  input.remove_prefix(std::min(facts.size() + 1, input.size()));
  return join_parts("autoloss checkpoint 1", {{"facts", std::string(facts)}, {"entries", std::string(input)}});
}

void unpack(const std::string& bytes) {
  try {
    unpack_trace(bytes);
  } catch (const RunError&) {
    return;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size) {
  const std::string input(reinterpret_cast<const char*>(data), size);
  read(input);
  read(with_checksums(input));
  unpack(input);
  return 0;
}
