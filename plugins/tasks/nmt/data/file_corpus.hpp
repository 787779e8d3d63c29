// All sentences of a user's files, as subwords.
#ifndef AUTOLOSS_NMT_DATA_FILE_CORPUS_HPP
#define AUTOLOSS_NMT_DATA_FILE_CORPUS_HPP

#include <array>
#include <cstdint>
#include <memory>
#include <string>

#include "plugins/shared/cache.hpp"
#include "plugins/tasks/nmt/data/data_set.hpp"
#include "plugins/tasks/nmt/data/subwords.hpp"

namespace autoloss::nmt {

// A training, a validation and a test file of each kind.
constexpr std::size_t kFileParts = 3;
using FileParts = std::array<std::string, kFileParts>;

struct CorpusSettings {
  FileParts source, target;         // line n of one translates line n of the other
  std::array<FileParts, 2> tagged;  // entities (GermEval), classes (CoNLL-U); empty names: none
  std::size_t subwords = 10000;     // of each language, at most
  std::size_t longest = 60;         // subwords of a sentence; those with more are left out
  bool operator==(const CorpusSettings&) const = default;
  bool has_files() const { return !source[0].empty(); }
};

// Never changed once it is made. [thread-safe]
struct FileCorpus {
  std::shared_ptr<const Subwords> source, target;
  std::array<TagSet, 2> tags;
  std::array<Sentences, kFileParts> parts;
  uint64_t too_long = 0;  // sentences that were left out
};

// Reads the files, learns subwords from the training sentences and cuts all sentences into them, or takes that from the
// cache. Digits become zeros. One corpus is shared by all who ask for equal settings at a time.
// Throws sdk::Error: what the readers throw, AUTOLOSS_BAD_DATA for a part without a sentence.
std::shared_ptr<const FileCorpus> load_corpus(const CorpusSettings& settings, const shared::Cache& cache);

}  // namespace autoloss::nmt

#endif
