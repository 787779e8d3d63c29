#include "plugins/tasks/nmt/data/subwords.hpp"

#include <dlfcn.h>

#include <autoloss/cpp/error.hpp>
#include <filesystem>
#include <utility>

namespace autoloss::nmt {
namespace {

namespace fs = std::filesystem;

// Where the library may lie: in a folder beside what this code is part of, and where an executable of the build or of
// an installation finds the plugins.
std::vector<fs::path> places() {
  Dl_info self{};
  static const char here = 0;
  if (dladdr(&here, &self) == 0) return {};
  const fs::path folder = fs::absolute(self.dli_fname).parent_path();
  return {folder / AUTOLOSS_NMT_SUBWORDS, folder.parent_path() / AUTOLOSS_NMT_PLUGIN_DIR / AUTOLOSS_NMT_SUBWORDS};
}

const nmt_subwords_bridge* open_bridge() {
  std::string tried;
  for (const fs::path& place : places()) {
    if (fs::exists(place)) {
      void* library = dlopen(place.c_str(), RTLD_NOW | RTLD_LOCAL);  // kept on purpose
      const auto entry =
          library == nullptr ? nullptr : reinterpret_cast<nmt_subwords_entry>(dlsym(library, "nmt_subwords_bridge_1"));
      if (entry != nullptr) return entry();
      throw sdk::Error(AUTOLOSS_NOT_FOUND, place.string() + ": " + dlerror());
    }
    tried += (tried.empty() ? "" : ", ") + place.string();
  }
  throw sdk::Error(AUTOLOSS_NOT_FOUND, "the library for subwords is not there; looked for " + tried);
}

const nmt_subwords_bridge& bridge() {
  static const nmt_subwords_bridge* const opened = open_bridge();
  return *opened;
}

// Receives what the bridge gives.
struct Result {
  std::string bytes, reason;
  Tokens tokens;

  static void take(void* context, const char* bytes, std::size_t size) {
    static_cast<Result*>(context)->bytes.assign(bytes, size);
  }
  static void take_tokens(void* context, const int* tokens, std::size_t count) {
    static_cast<Result*>(context)->tokens.assign(tokens, tokens + count);
  }
  static void fail(void* context, const char* bytes, std::size_t size) {
    static_cast<Result*>(context)->reason.assign(bytes, size);
  }
};

nmt_text text_of(const std::string& text) {
  return {text.data(), text.size()};
}

}  // namespace

std::string Subwords::train(const std::vector<std::string>& sentences, std::size_t size) {
  std::vector<nmt_text> lines;
  for (const std::string& sentence : sentences) lines.push_back(text_of(sentence));
  Result result;
  if (bridge().train(lines.data(), lines.size(), size, Result::take, Result::fail, &result) != 0)
    throw sdk::Error(AUTOLOSS_INVALID_ARGUMENT, "no " + std::to_string(size) + " subwords of " +
                                                    std::to_string(sentences.size()) + " sentences: " + result.reason);
  return std::move(result.bytes);
}

void Subwords::Release::operator()(nmt_subwords_model* model) const {
  bridge().release(model);
}

Subwords::Subwords(std::string model) : model_(std::move(model)) {
  Result result;
  loaded_.reset(bridge().load(text_of(model_), Result::fail, &result));
  if (loaded_ == nullptr) throw sdk::Error(AUTOLOSS_BAD_DATA, "no model of subwords: " + result.reason);
}

std::size_t Subwords::size() const {
  return bridge().size(loaded_.get());
}

std::string Subwords::text(const Tokens& tokens) const {
  Result result;
  const std::vector<int> ids(tokens.begin(), tokens.end());
  if (bridge().decode(loaded_.get(), ids.data(), ids.size(), Result::take, Result::fail, &result) != 0)
    throw sdk::Error(AUTOLOSS_INTERNAL, "tokens that are no subwords: " + result.reason);
  return std::move(result.bytes);
}

Tokens Subwords::tokens(const std::string& sentence) const {
  Result result;
  if (bridge().encode(loaded_.get(), text_of(sentence), Result::take_tokens, Result::fail, &result) != 0)
    throw sdk::Error(AUTOLOSS_INTERNAL, "'" + sentence + "': " + result.reason);
  return std::move(result.tokens);
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
