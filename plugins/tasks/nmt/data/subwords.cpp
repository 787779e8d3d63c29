#include "plugins/tasks/nmt/data/subwords.hpp"

#include <sentencepiece_processor.h>
#include <sentencepiece_trainer.h>

#include <autoloss/cpp/error.hpp>
#include <unordered_map>
#include <utility>

namespace autoloss::nmt {
namespace {

// Hands sentences to SentencePiece without a file in between.
class Lines : public sentencepiece::SentenceIterator {
 public:
  explicit Lines(const std::vector<std::string>& lines) : lines_(lines) {}
  bool done() const override { return place_ == lines_.size(); }
  void Next() override { ++place_; }
  const std::string& value() const override { return lines_[place_]; }
  sentencepiece::util::Status status() const override { return {}; }

 private:
  const std::vector<std::string>& lines_;
  std::size_t place_ = 0;
};

}  // namespace

std::string Subwords::train(const std::vector<std::string>& sentences, std::size_t size) {
  const std::unordered_map<std::string, std::string> settings{
      {"model_type", "bpe"},
      {"vocab_size", std::to_string(size)},
      {"hard_vocab_limit", "false"},  // little text has fewer subwords, which is no error
      {"character_coverage", "1.0"},
      {"pad_id", std::to_string(kPadding)},
      {"unk_id", std::to_string(kUnknown)},
      {"bos_id", std::to_string(kBegin)},
      {"eos_id", std::to_string(kEnd)},
      {"num_threads", "1"},
      {"minloglevel", "2"}};
  Lines lines(sentences);
  std::string model;
  const auto status = sentencepiece::SentencePieceTrainer::Train(settings, &lines, &model);
  if (!status.ok())
    throw sdk::Error(AUTOLOSS_INVALID_ARGUMENT, "no " + std::to_string(size) + " subwords of " +
                                                    std::to_string(sentences.size()) +
                                                    " sentences: " + status.ToString());
  return model;
}

Subwords::Subwords(std::string model)
    : model_(std::move(model)), processor_(std::make_unique<sentencepiece::SentencePieceProcessor>()) {
  const auto status = processor_->LoadFromSerializedProto(model_);
  if (!status.ok()) throw sdk::Error(AUTOLOSS_BAD_DATA, "no model of subwords: " + status.ToString());
}

Subwords::~Subwords() = default;

std::size_t Subwords::size() const {
  return static_cast<std::size_t>(processor_->GetPieceSize());
}

std::string Subwords::text(const Tokens& tokens) const {
  std::string text;
  const auto status = processor_->Decode(std::vector<int>(tokens.begin(), tokens.end()), &text);
  if (!status.ok()) throw sdk::Error(AUTOLOSS_INTERNAL, "tokens that are no subwords: " + status.ToString());
  return text;
}

Tokens Subwords::tokens(const std::string& sentence) const {
  std::vector<int> ids;
  const auto status = processor_->Encode(sentence, &ids);
  if (!status.ok()) throw sdk::Error(AUTOLOSS_INTERNAL, "'" + sentence + "': " + status.ToString());
  return {ids.begin(), ids.end()};
}

std::vector<Tokens> Subwords::pieces(const std::vector<std::string>& words) const {
  std::vector<Tokens> pieces;
  for (const std::string& word : words) {
    Tokens found = tokens(word);
    if (found.empty()) found.push_back(kUnknown);  // of characters that are normalised away, such as a zero-width space
    pieces.push_back(std::move(found));
  }
  return pieces;
}

}  // namespace autoloss::nmt
