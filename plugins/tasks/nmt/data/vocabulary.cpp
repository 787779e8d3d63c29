#include "plugins/tasks/nmt/data/vocabulary.hpp"

namespace autoloss::nmt {

Vocabulary::Vocabulary(const std::vector<std::string>& words) : words_{"<pad>", "<unk>", "<s>", "</s>"} {
  for (const std::string& word : words) {
    ids_.emplace(word, static_cast<int32_t>(words_.size()));
    words_.push_back(word);
  }
}

std::string Vocabulary::text(const Tokens& tokens) const {
  std::string text;
  for (const int32_t token : tokens) {
    if (!text.empty()) text += ' ';
    text += words_[static_cast<std::size_t>(token)];
  }
  return text;
}

Tokens Vocabulary::tokens(const std::vector<std::string>& words) const {
  Tokens tokens;
  for (const std::string& word : words) {
    const auto found = ids_.find(word);
    tokens.push_back(found == ids_.end() ? kUnknown : found->second);
  }
  return tokens;
}

}  // namespace autoloss::nmt
