#include "plugins/tasks/nmt/data/carry_tags.hpp"

namespace autoloss::nmt {
namespace {

// The tag that further tokens of the word have.
std::string continued(const std::string& tag) {
  return tag.starts_with("B-") ? "I-" + tag.substr(2) : tag;
}

}  // namespace

EncodedTagged carry_to_tokens(const std::vector<Tokens>& pieces, const std::vector<std::string>& tags,
                              const TagSet& set) {
  EncodedTagged result;
  for (std::size_t word = 0; word < pieces.size(); ++word) {
    const int32_t first = set.id(tags[word]), further = set.id(continued(tags[word]));
    for (std::size_t piece = 0; piece < pieces[word].size(); ++piece) {
      result.source.push_back(pieces[word][piece]);
      result.tags.push_back(piece == 0 ? first : further);
      result.starts_word.push_back(piece == 0 ? 1 : 0);
    }
  }
  return result;
}

std::vector<std::string> carry_to_words(const Tokens& tags, const std::vector<uint8_t>& starts_word,
                                        const TagSet& set) {
  std::vector<std::string> words;
  for (std::size_t token = 0; token < starts_word.size(); ++token)
    if (starts_word[token] != 0) words.push_back(set.name(tags[token]));
  return words;
}

}  // namespace autoloss::nmt
