// A language of whole words.
#ifndef AUTOLOSS_NMT_DATA_VOCABULARY_HPP
#define AUTOLOSS_NMT_DATA_VOCABULARY_HPP

#include <map>
#include <string>
#include <vector>

#include "plugins/tasks/nmt/data/language.hpp"

namespace autoloss::nmt {

// A token for each word; kUnknown for any other. [thread-safe]
class Vocabulary : public Language {
 public:
  // words: each once.
  explicit Vocabulary(const std::vector<std::string>& words);

  std::size_t size() const override { return words_.size(); }
  std::string text(const Tokens& tokens) const override;
  Tokens tokens(const std::vector<std::string>& words) const;

 private:
  std::vector<std::string> words_;
  std::map<std::string, int32_t> ids_;
};

}  // namespace autoloss::nmt

#endif
