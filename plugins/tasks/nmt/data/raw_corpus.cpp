#include "plugins/tasks/nmt/data/raw_corpus.hpp"

#include <autoloss/cpp/error.hpp>

#include "plugins/tasks/nmt/data/carry_tags.hpp"
#include "plugins/tasks/nmt/data/text.hpp"

namespace autoloss::nmt {
namespace {

Text read_part(const std::string& path, shared::Digest& digest) {
  Text text = read_lines(path);
  for (std::string& line : text.lines) {
    line = digits_to_zero(std::move(line));
    digest.add(line);
  }
  return text;
}

// A tagged file keeps its indices: only the words lose their digits.
std::vector<TaggedSentence> read_tagged(const std::string& path, std::size_t kind, shared::Digest& digest) {
  if (path.empty()) return {};
  const Text text = read_lines(path);
  std::vector<TaggedSentence> sentences = kind == 0 ? parse_germeval(text) : parse_conllu(text);
  for (TaggedSentence& sentence : sentences) {
    for (std::string& word : sentence.words) digest.add(word = digits_to_zero(std::move(word)));
    for (const std::string& tag : sentence.tags) digest.add(tag);
  }
  digest.add(sentences.size());
  return sentences;
}

std::string joined(const std::vector<std::string>& words) {
  std::string line;
  for (const std::string& word : words) line += (line.empty() ? "" : " ") + word;
  return line;
}

std::vector<std::string> source_lines(const RawCorpus& raw) {
  std::vector<std::string> lines;
  for (const SentencePair& pair : raw.pairs[0]) lines.push_back(pair.source);
  for (const auto& parts : raw.tagged)
    for (const TaggedSentence& sentence : parts[0]) lines.push_back(joined(sentence.words));
  return lines;
}

std::vector<std::string> target_lines(const RawCorpus& raw) {
  std::vector<std::string> lines;
  for (const SentencePair& pair : raw.pairs[0]) lines.push_back(pair.target);
  return lines;
}

void encode_pairs(const std::vector<SentencePair>& pairs, std::size_t longest, FileCorpus& corpus, Sentences& part) {
  for (const SentencePair& pair : pairs) {
    EncodedPair encoded{corpus.source->tokens(pair.source), corpus.target->tokens(pair.target)};
    if (encoded.source.empty() || encoded.target.empty()) continue;
    if (encoded.source.size() > longest || encoded.target.size() > longest)
      ++corpus.too_long;
    else
      part.pairs.push_back(std::move(encoded));
  }
}

void encode_tagged(const std::vector<TaggedSentence>& sentences, Job job, std::size_t longest, FileCorpus& corpus,
                   Sentences& part) {
  const TagSet& tags = corpus.tags[static_cast<std::size_t>(job) - 1];
  for (const TaggedSentence& sentence : sentences) {
    EncodedTagged encoded = carry_to_tokens(corpus.source->pieces(sentence.words), sentence.tags, tags);
    if (encoded.source.size() > longest)
      ++corpus.too_long;
    else
      part.of(job).push_back(std::move(encoded));
  }
}

void require_sentences(bool empty, const std::string& path, std::size_t longest) {
  if (empty)
    throw sdk::Error(AUTOLOSS_BAD_DATA,
                     path + ": no sentence of at most " + std::to_string(longest) + " subwords (parameter 'longest')");
}

void require_sentences(const FileCorpus& corpus, const CorpusSettings& settings) {
  for (std::size_t part = 0; part < kFileParts; ++part) {
    require_sentences(corpus.parts[part].pairs.empty(), settings.source[part], settings.longest);
    for (std::size_t kind = 0; kind < settings.tagged.size(); ++kind)
      if (const std::string& path = settings.tagged[kind][part]; !path.empty())
        require_sentences(corpus.parts[part].tagged[kind].empty(), path, settings.longest);
  }
}

}  // namespace

RawCorpus read_corpus(const CorpusSettings& settings) {
  RawCorpus raw;
  shared::Digest digest;
  digest.add(settings.subwords);
  digest.add(settings.longest);
  for (std::size_t part = 0; part < kFileParts; ++part) {
    const Text source = read_part(settings.source[part], digest), target = read_part(settings.target[part], digest);
    raw.pairs[part] = pair_lines(source, target);
    for (std::size_t kind = 0; kind < settings.tagged.size(); ++kind)
      raw.tagged[kind][part] = read_tagged(settings.tagged[kind][part], kind, digest);
  }
  raw.digest = digest.value();
  return raw;
}

FileCorpus encode_corpus(const RawCorpus& raw, const CorpusSettings& settings) {
  FileCorpus corpus;
  corpus.source = std::make_shared<Subwords>(Subwords::train(source_lines(raw), settings.subwords));
  corpus.target = std::make_shared<Subwords>(Subwords::train(target_lines(raw), settings.subwords));
  for (std::size_t kind = 0; kind < corpus.tags.size(); ++kind) corpus.tags[kind] = TagSet(raw.tagged[kind][0]);
  for (std::size_t part = 0; part < kFileParts; ++part) {
    encode_pairs(raw.pairs[part], settings.longest, corpus, corpus.parts[part]);
    for (const Job job : {Job::kEntities, Job::kClasses})
      encode_tagged(raw.tagged[static_cast<std::size_t>(job) - 1][part], job, settings.longest, corpus,
                    corpus.parts[part]);
  }
  require_sentences(corpus, settings);
  return corpus;
}

}  // namespace autoloss::nmt
