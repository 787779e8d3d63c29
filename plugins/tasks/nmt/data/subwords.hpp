// A language of subwords.
#ifndef AUTOLOSS_NMT_DATA_SUBWORDS_HPP
#define AUTOLOSS_NMT_DATA_SUBWORDS_HPP

#include <memory>
#include <string>
#include <vector>

#include "plugins/tasks/nmt/data/language.hpp"
#include "plugins/tasks/nmt/sentencepiece/bridge.h"

namespace autoloss::nmt {

// Byte pair encoding (Sennrich, Haddow, Birch: Neural machine translation of rare words with subword units. ACL 2016)
// by SentencePiece, which is loaded at the first use. [thread-safe]
class Subwords : public Language {
 public:
  // Learns at most `size` subwords from sentences. Equal sentences, equal subwords. Throws
  // sdk::Error(AUTOLOSS_INVALID_ARGUMENT) where `size` is too small for the letters there are, with SentencePiece's
  // own message; AUTOLOSS_NOT_FOUND where its library is not beside the plugin.
  static std::string train(const std::vector<std::string>& sentences, std::size_t size);

  // Takes up what train() returned. Throws AUTOLOSS_BAD_DATA for anything else.
  explicit Subwords(std::string model);

  // What the constructor was given.
  const std::string& model() const { return model_; }

  std::size_t size() const override;
  std::string text(const Tokens& tokens) const override;
  // Of a whole line.
  Tokens tokens(const std::string& sentence) const;
  // Of each word, at least one.
  std::vector<Tokens> pieces(const std::vector<std::string>& words) const;

 private:
  struct Release {
    void operator()(nmt_subwords_model* model) const;
  };
  std::string model_;
  std::unique_ptr<nmt_subwords_model, Release> loaded_;
};

}  // namespace autoloss::nmt

#endif
