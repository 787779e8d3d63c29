// A language of subwords.
#ifndef AUTOLOSS_NMT_DATA_SUBWORDS_HPP
#define AUTOLOSS_NMT_DATA_SUBWORDS_HPP

#include <memory>
#include <string>
#include <vector>

#include "plugins/tasks/nmt/data/language.hpp"

namespace sentencepiece {
class SentencePieceProcessor;
}

namespace autoloss::nmt {

// Byte pair encoding (Sennrich, Haddow, Birch: Neural machine translation of rare words with subword units. ACL 2016)
// by SentencePiece. [thread-safe]
class Subwords : public Language {
 public:
  // Learns at most `size` subwords from sentences. Equal sentences, equal subwords. Throws
  // sdk::Error(AUTOLOSS_INVALID_ARGUMENT) where `size` is too small for the letters there are, with the least that is
  // enough in the message of SentencePiece.
  static std::string train(const std::vector<std::string>& sentences, std::size_t size);

  // Takes up what train() returned. Throws AUTOLOSS_BAD_DATA for anything else.
  explicit Subwords(std::string model);
  ~Subwords() override;

  // What the constructor was given.
  const std::string& model() const { return model_; }

  std::size_t size() const override;
  std::string text(const Tokens& tokens) const override;
  // Of a whole line.
  Tokens tokens(const std::string& sentence) const;
  // Of each word, at least one.
  std::vector<Tokens> pieces(const std::vector<std::string>& words) const;

 private:
  std::string model_;
  std::unique_ptr<sentencepiece::SentencePieceProcessor> processor_;
};

}  // namespace autoloss::nmt

#endif
