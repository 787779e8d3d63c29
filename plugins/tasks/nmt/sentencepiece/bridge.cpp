#include "plugins/tasks/nmt/sentencepiece/bridge.h"

#include <sentencepiece_processor.h>
#include <sentencepiece_trainer.h>

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "plugins/tasks/nmt/data/corpus.hpp"

struct nmt_subwords_model {
  sentencepiece::SentencePieceProcessor processor;
};

namespace autoloss::nmt {
namespace {

using sentencepiece::util::Status;

// Hands sentences to SentencePiece without a file in between.
class Lines : public sentencepiece::SentenceIterator {
 public:
  Lines(const nmt_text* lines, size_t count) : lines_(lines), count_(count) { read(); }
  bool done() const override { return place_ == count_; }
  void Next() override {
    ++place_;
    read();
  }
  const std::string& value() const override { return line_; }
  Status status() const override { return {}; }

 private:
  void read() {
    if (!done()) line_.assign(lines_[place_].bytes, lines_[place_].size);
  }

  const nmt_text* lines_;
  size_t count_;
  size_t place_ = 0;
  std::string line_;
};

// Gives away the reason of a failure. Returns what a function returns.
int32_t finish(const Status& status, nmt_take_bytes failed, void* context) {
  if (status.ok()) return 0;
  const std::string reason = status.ToString();
  failed(context, reason.data(), reason.size());
  return 1;
}

int32_t train(const nmt_text* lines, size_t line_count, size_t size, nmt_take_bytes take, nmt_take_bytes failed,
              void* context) {
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
  Lines iterator(lines, line_count);
  std::string model;
  const Status status = sentencepiece::SentencePieceTrainer::Train(settings, &iterator, &model);
  if (status.ok()) take(context, model.data(), model.size());
  return finish(status, failed, context);
}

nmt_subwords_model* load(nmt_text model, nmt_take_bytes failed, void* context) {
  auto loaded = std::make_unique<nmt_subwords_model>();
  const Status status = loaded->processor.LoadFromSerializedProto({model.bytes, model.size});
  return finish(status, failed, context) == 0 ? loaded.release() : nullptr;
}

void release(nmt_subwords_model* model) {
  delete model;
}

size_t size(const nmt_subwords_model* model) {
  return static_cast<size_t>(model->processor.GetPieceSize());
}

int32_t encode(const nmt_subwords_model* model, nmt_text line, nmt_take_tokens take, nmt_take_bytes failed,
               void* context) {
  std::vector<int> tokens;
  const Status status = model->processor.Encode({line.bytes, line.size}, &tokens);
  if (status.ok()) take(context, tokens.data(), tokens.size());
  return finish(status, failed, context);
}

int32_t decode(const nmt_subwords_model* model, const int* tokens, size_t count, nmt_take_bytes take,
               nmt_take_bytes failed, void* context) {
  std::string text;
  const Status status = model->processor.Decode(std::vector<int>(tokens, tokens + count), &text);
  if (status.ok()) take(context, text.data(), text.size());
  return finish(status, failed, context);
}

}  // namespace
}  // namespace autoloss::nmt

const nmt_subwords_bridge* nmt_subwords_bridge_1(void) {
  using namespace autoloss::nmt;
  static const nmt_subwords_bridge bridge{train, load, release, size, encode, decode};
  return &bridge;
}
