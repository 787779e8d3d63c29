// Whatever bytes a file of sentences holds, reading it ends with sentences or with an error for the user; what was read
// is whole: a tag for each word, no word empty.
// Input: the first byte chooses the format; the rest is the file. Of parallel text, a zero byte parts the two sides.
#include <algorithm>
#include <autoloss/cpp/error.hpp>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "plugins/tasks/nmt/data/sentences.hpp"

namespace {

using namespace autoloss::nmt;

void require(bool holds) {
  if (!holds) std::abort();
}

void check(const std::vector<TaggedSentence>& sentences) {
  for (const TaggedSentence& sentence : sentences) {
    require(!sentence.words.empty() && sentence.words.size() == sentence.tags.size());
    for (std::size_t word = 0; word < sentence.words.size(); ++word)
      require(!sentence.words[word].empty() && !sentence.tags[word].empty());
  }
}

void read(char format, std::string_view bytes) {
  if (format == 'c') return check(parse_conllu(split_lines(bytes, "file.conllu")));
  if (format == 'g') return check(parse_germeval(split_lines(bytes, "file.tsv")));
  const std::size_t middle = std::min(bytes.find('\0'), bytes.size());
  const Text source = split_lines(bytes.substr(0, middle), "file.de");
  const Text target = split_lines(bytes.substr(std::min(middle + 1, bytes.size())), "file.en");
  require(pair_lines(source, target).size() <= source.lines.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  try {
    read(input.front(), input.substr(1));
  } catch (const autoloss::sdk::Error& error) {
    require(error.status() == AUTOLOSS_BAD_DATA);
  }
  return 0;
}
