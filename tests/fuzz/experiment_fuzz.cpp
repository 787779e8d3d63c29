// Whatever text an experiment file holds, reading it ends with an experiment or with an error for the user; and what an
// experiment is resolved to reads back to itself.
// Input: the file; behind each zero byte, the argument of a --set.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "core/config/reader.hpp"

namespace {

using namespace autoloss;

const Registry& registry() {
  static const Registry plugins({std::filesystem::path(AUTOLOSS_TEST_PLUGINS) / "toy"});
  return plugins;
}

void read(const std::string& text, const ReadOptions& options) {
  std::string source;
  try {
    source = parse_experiment(text, "file.toml", "/folder", registry(), options).source;
  } catch (const AutolossError&) {
    return;
  }
  const std::string again = parse_experiment(source, "resolved.toml", "/elsewhere", registry(), {}).source;
  if (again == source) return;
  std::fprintf(stderr, "the resolved file reads back differently\n--- first\n%s--- then\n%s", source.c_str(),
               again.c_str());
  std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size) {
  std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::string text(input.substr(0, input.find('\0')));
  ReadOptions options;
  for (auto zero = input.find('\0'); zero != std::string_view::npos; zero = input.find('\0')) {
    input.remove_prefix(zero + 1);
    options.set.emplace_back(input.substr(0, input.find('\0')));
  }
  read(text, options);
  options.quick = true;
  read(text, options);
  return 0;
}
