#include "plugins/tasks/nmt/data/file_corpus.hpp"

#include <autoloss/cpp/stream.hpp>
#include <mutex>
#include <utility>
#include <vector>

#include "plugins/tasks/nmt/data/raw_corpus.hpp"

namespace autoloss::nmt {
namespace {

constexpr const char* kKind = "nmt corpus 1";

// Writes to, and reads from, the end and the beginning of a string.
struct Memory {
  std::string bytes;
  std::size_t place = 0;

  static int32_t write(void* context, const void* data, uint64_t size) noexcept {
    static_cast<Memory*>(context)->bytes.append(static_cast<const char*>(data), size);
    return AUTOLOSS_OK;
  }
  static int64_t read(void* context, void* buffer, uint64_t size) noexcept {
    auto& self = *static_cast<Memory*>(context);
    const std::size_t count = self.bytes.copy(static_cast<char*>(buffer), size, self.place);
    self.place += count;
    return static_cast<int64_t>(count);
  }
};

void save_text(sdk::Writer& writer, const std::string& text) {
  writer.values(std::span<const char>(text));
}

// The content has passed its checksum: a length in it is one that was written.
template <class Item>
std::vector<Item> load_values(sdk::Reader& reader) {
  std::vector<Item> items(reader.value<uint64_t>());
  reader.bytes(items.data(), items.size() * sizeof(Item));
  return items;
}

std::string load_text(sdk::Reader& reader) {
  const std::vector<char> letters = load_values<char>(reader);
  return {letters.begin(), letters.end()};
}

void save_part(sdk::Writer& writer, const Sentences& part) {
  writer.value<uint64_t>(part.pairs.size());
  for (const EncodedPair& pair : part.pairs) {
    writer.values(pair.source);
    writer.values(pair.target);
  }
  for (const std::vector<EncodedTagged>& tagged : part.tagged) {
    writer.value<uint64_t>(tagged.size());
    for (const EncodedTagged& sentence : tagged) {
      writer.values(sentence.source);
      writer.values(sentence.tags);
      writer.values(sentence.starts_word);
    }
  }
}

Sentences load_part(sdk::Reader& reader) {
  Sentences part;
  part.pairs.resize(reader.value<uint64_t>());
  for (EncodedPair& pair : part.pairs) {
    pair.source = load_values<int32_t>(reader);
    pair.target = load_values<int32_t>(reader);
  }
  for (std::vector<EncodedTagged>& tagged : part.tagged) {
    tagged.resize(reader.value<uint64_t>());
    for (EncodedTagged& sentence : tagged) {
      sentence.source = load_values<int32_t>(reader);
      sentence.tags = load_values<int32_t>(reader);
      sentence.starts_word = load_values<uint8_t>(reader);
    }
  }
  return part;
}

std::string packed(const FileCorpus& corpus) {
  Memory memory;
  const autoloss_writer stream{sizeof(autoloss_writer), 0, &memory, Memory::write};
  sdk::Writer writer(&stream);
  writer.tag(kKind);
  save_text(writer, corpus.source->model());
  save_text(writer, corpus.target->model());
  for (const TagSet& tags : corpus.tags) {
    writer.value<uint64_t>(tags.size() - 1);
    for (std::size_t tag = 1; tag < tags.size(); ++tag) save_text(writer, tags.names()[tag]);
  }
  for (const Sentences& part : corpus.parts) save_part(writer, part);
  writer.value(corpus.too_long);
  return std::move(memory.bytes);
}

FileCorpus unpacked(std::string content) {
  Memory memory{std::move(content)};
  const autoloss_reader stream{sizeof(autoloss_reader), 0, &memory, Memory::read};
  sdk::Reader reader(&stream);
  reader.tag(kKind);
  FileCorpus corpus;
  corpus.source = std::make_shared<Subwords>(load_text(reader));
  corpus.target = std::make_shared<Subwords>(load_text(reader));
  for (TagSet& tags : corpus.tags) {
    std::vector<std::string> names(reader.value<uint64_t>());
    for (std::string& name : names) name = load_text(reader);
    tags = TagSet(names);
  }
  for (Sentences& part : corpus.parts) part = load_part(reader);
  corpus.too_long = reader.value<uint64_t>();
  reader.end();
  return corpus;
}

std::shared_ptr<const FileCorpus> make_corpus(const CorpusSettings& settings, const shared::Cache& cache) {
  const RawCorpus raw = read_corpus(settings);
  shared::Digest key;
  key.add(kKind);
  key.add(raw.digest);
  if (std::optional<std::string> content = cache.find(key.value()))
    return std::make_shared<FileCorpus>(unpacked(std::move(*content)));
  auto corpus = std::make_shared<FileCorpus>(encode_corpus(raw, settings));
  cache.store(key.value(), packed(*corpus));
  return corpus;
}

}  // namespace

std::shared_ptr<const FileCorpus> load_corpus(const CorpusSettings& settings, const shared::Cache& cache) {
  // What instances of one process have at a time; it goes with the last of them.
  static std::mutex mutex;
  static std::vector<std::pair<CorpusSettings, std::weak_ptr<const FileCorpus>>> loaded;
  const std::lock_guard lock(mutex);
  std::erase_if(loaded, [](const auto& entry) { return entry.second.expired(); });
  for (const auto& [known, corpus] : loaded)
    if (known == settings)
      if (std::shared_ptr<const FileCorpus> held = corpus.lock()) return held;
  std::shared_ptr<const FileCorpus> corpus = make_corpus(settings, cache);
  loaded.emplace_back(settings, corpus);
  return corpus;
}

}  // namespace autoloss::nmt
