#include "plugins/tasks/nmt/model/model.hpp"

#include <algorithm>
#include <autoloss/cpp/random.hpp>
#include <cmath>
#include <numeric>
#include <utility>

#include "plugins/tasks/nmt/data/carry_tags.hpp"
#include "plugins/tasks/nmt/model/decoding.hpp"
#include "plugins/tasks/nmt/score/spans.hpp"

namespace autoloss::nmt {
namespace {

constexpr std::size_t kMeasuredBatch = 128;

std::size_t index_of(Job job) {
  return static_cast<std::size_t>(job);
}

// The sentences of a split: one that is stored, or every second one of validation.
template <class Item>
std::vector<const Item*> of_split(const std::array<Sentences, kStoredSplits>& splits, uint32_t split,
                                  const std::vector<Item>& (*part)(const Sentences&, Job), Job job) {
  const bool half = split == AUTOLOSS_SPLIT_VALID_FIRST || split == AUTOLOSS_SPLIT_VALID_SECOND;
  const std::vector<Item>& items = part(splits[half ? AUTOLOSS_SPLIT_VALID : split], job);
  std::vector<const Item*> chosen;
  for (std::size_t index = split == AUTOLOSS_SPLIT_VALID_SECOND ? 1 : 0; index < items.size(); index += half ? 2 : 1)
    chosen.push_back(&items[index]);
  return chosen;
}

const std::vector<EncodedPair>& pairs_of(const Sentences& sentences, Job) {
  return sentences.pairs;
}
const std::vector<EncodedTagged>& tagged_of(const Sentences& sentences, Job job) {
  return sentences.of(job);
}

// What batches are made alike in: the source's length, and among sources of one length the target's. Every second
// source length has the long targets first, so that neighbours are alike where the source gets longer by one.
uint32_t length_of(const EncodedPair& pair) {
  constexpr uint32_t kLongest = 1u << 14;
  const auto source = static_cast<uint32_t>(pair.source.size()), target = static_cast<uint32_t>(pair.target.size());
  return source * kLongest + (source % 2 == 0 ? target : kLongest - 1 - target);
}
uint32_t length_of(const EncodedTagged& sentence) {
  return static_cast<uint32_t>(sentence.source.size());
}

template <class Item>
std::vector<uint32_t> lengths_of(const std::vector<const Item*>& items) {
  std::vector<uint32_t> lengths;
  for (const Item* item : items) lengths.push_back(length_of(*item));
  return lengths;
}

template <class Item>
std::vector<const Item*> chosen(const std::vector<Item>& items, std::span<const uint32_t> indices) {
  std::vector<const Item*> list;
  for (const uint32_t index : indices) list.push_back(&items[index]);
  return list;
}

// Cuts items, by length, into batches: take(items of a batch, their indices).
template <class Item, class Take>
void cut(const std::vector<const Item*>& items, Take&& take) {
  std::vector<uint32_t> order(items.size());
  std::iota(order.begin(), order.end(), 0u);
  std::stable_sort(order.begin(), order.end(),
                   [&](uint32_t a, uint32_t b) { return length_of(*items[a]) < length_of(*items[b]); });
  for (std::size_t begin = 0; begin < order.size(); begin += kMeasuredBatch) {
    const auto first = order.begin() + static_cast<std::ptrdiff_t>(begin);
    const std::vector<uint32_t> indices(
        first, first + static_cast<std::ptrdiff_t>(std::min(kMeasuredBatch, order.size() - begin)));
    std::vector<const Item*> list;
    for (const uint32_t index : indices) list.push_back(items[index]);
    take(list, indices);
  }
}

// Most tokens that a translation may have.
int64_t longest_translation(int64_t source) {
  return 2 * source + 10;
}

}  // namespace

void Model::begin(const ModelSettings& settings, std::shared_ptr<const DataSet> data, uint64_t init_seed,
                  uint64_t step_seed) {
  settings_ = settings;
  data_ = std::move(data);
  measured_ = {};
  translation_steps_ = 0;
  latest_padding_ = 0;
  NetworkSizes sizes;
  sizes.source = static_cast<int64_t>(data_->source->size());
  for (const Job job : {Job::kTranslation, Job::kEntities, Job::kClasses}) {
    if (!settings.jobs[index_of(job)]) continue;
    const bool translates = job == Job::kTranslation;
    sizes.written[index_of(job)] = translates ? static_cast<int64_t>(data_->target->size())
                                              : static_cast<int64_t>(data_->tags_of(job).size()) + kFirstToken;
    batches_[index_of(job)].start(
        translates ? lengths_of(pairs(AUTOLOSS_SPLIT_TRAIN)) : lengths_of(tagged(job, AUTOLOSS_SPLIT_TRAIN)),
        settings.batch_size, sdk::derive(step_seed, name_of(job)));
  }
  trainer_.begin(settings.network, settings.training, sizes, init_seed, step_seed);
}

std::vector<const EncodedPair*> Model::pairs(uint32_t split) const {
  return of_split(data_->splits, split, pairs_of, Job::kTranslation);
}

std::vector<const EncodedTagged*> Model::tagged(Job job, uint32_t split) const {
  return of_split(data_->splits, split, tagged_of, job);
}

Batch Model::current_batch(Job job) const {
  const std::span<const uint32_t> indices = batches_[index_of(job)].current();
  const Sentences& training = data_->splits[AUTOLOSS_SPLIT_TRAIN];
  return job == Job::kTranslation ? make_batch(chosen(training.pairs, indices))
                                  : make_batch(chosen(training.of(job), indices));
}

sdk::StepResult Model::step(Job job) {
  const bool translates = job == Job::kTranslation;
  sdk::StepResult result;
  for (std::size_t update = 0; update < (translates ? 1 : settings_.tagging_repeat); ++update) {
    const Batch batch = current_batch(job);
    const sdk::StepResult taken = trainer_.step(job, batch);
    batches_[index_of(job)].advance();
    if (update == 0) {
      result = taken;
      latest_padding_ = batch.padding;
    }
    result.batches = update + 1;
    result.diverged |= taken.diverged;
    if (result.diverged) break;
  }
  if (translates) ++translation_steps_;
  return result;
}

sdk::StepResult Model::probe(Job job) const {
  sdk::StepResult result = trainer_.probe(job, current_batch(job));
  if (job != Job::kTranslation) result.batches = settings_.tagging_repeat;
  return result;
}

const std::vector<Model::MeasuredBatch>& Model::measured_batches(Job job, uint32_t split) {
  std::vector<MeasuredBatch>& batches = measured_[index_of(job)][split];
  if (!batches.empty()) return batches;
  const auto take = [&](const auto& items, const std::vector<uint32_t>& indices) {
    batches.push_back({make_batch(items), indices});
  };
  if (job == Job::kTranslation)
    cut(pairs(split), take);
  else
    cut(tagged(job, split), take);
  return batches;
}

LossScores Model::losses(Job job, uint32_t split) {
  const at::NoGradGuard no_gradient;
  LossScores scores;
  int64_t tokens = 0;
  for (const MeasuredBatch& measured : measured_batches(job, split)) {
    const at::Tensor& expected = measured.batch.target.expected;
    const at::Tensor found = scores_of(trainer_.network(), trainer_.measured(), job, measured.batch, {});
    scores.loss += at::cross_entropy_loss(found, expected, {}, at::Reduction::Sum).item<double>();
    scores.accuracy += static_cast<double>(found.argmax(1).eq(expected).sum().item<int64_t>());
    tokens += measured.batch.tokens();
  }
  scores.loss /= static_cast<double>(tokens);
  scores.accuracy /= static_cast<double>(tokens);
  return scores;
}

std::vector<Tokens> Model::tag(Job job, const Batch& batch) const {
  const NetworkWeights& weights = trainer_.measured();
  const Encoding encoding = encode(trainer_.network(), weights.encoder, batch.source, {});
  std::vector<Tokens> tags;
  if (const auto& decoder = weights.decoders[index_of(job)]) {
    tags = decode_tags(Decoder(trainer_.network(), *decoder, encoding), batch.source.lengths);
  } else {
    const at::Tensor scores = tag_scores(*weights.taggers[index_of(job)], encoding, batch.target.rows, {});
    const at::Tensor best =
        scores.narrow(1, kFirstToken, scores.size(1) - kFirstToken).argmax(1).contiguous() + kFirstToken;
    const at::Tensor rows = batch.target.rows.contiguous();
    tags.resize(batch.source.lengths.size());
    for (int64_t place = 0; place < best.numel(); ++place)
      tags[static_cast<std::size_t>(rows.data_ptr<int64_t>()[place] % batch.source.sentences)].push_back(
          static_cast<int32_t>(best.data_ptr<int64_t>()[place]));
  }
  for (Tokens& sentence : tags)
    for (int32_t& tag : sentence) tag -= kFirstToken;
  return tags;
}

double Model::tagging_score(Job job, uint32_t split) {
  const at::NoGradGuard no_gradient;
  const std::vector<const EncodedTagged*> sentences = tagged(job, split);
  const TagSet& tags = data_->tags_of(job);
  SpanScore spans;
  double right = 0, words = 0;
  for (const MeasuredBatch& measured : measured_batches(job, split)) {
    const std::vector<Tokens> found = tag(job, measured.batch);
    for (std::size_t place = 0; place < found.size(); ++place) {
      const EncodedTagged& sentence = *sentences[measured.sentences[place]];
      const auto given = carry_to_words(found[place], sentence.starts_word, tags);
      const auto wanted = carry_to_words(sentence.tags, sentence.starts_word, tags);
      if (job == Job::kEntities) spans.add(given, wanted);
      for (std::size_t word = 0; word < wanted.size(); ++word) right += given[word] == wanted[word] ? 1 : 0;
      words += static_cast<double>(wanted.size());
    }
  }
  return job == Job::kEntities ? spans.f1() : right / words;
}

std::vector<Tokens> Model::translate(uint32_t split, int64_t width) {
  const at::NoGradGuard no_gradient;
  const NetworkWeights& weights = trainer_.measured();
  const DecoderWeights& decoder = *weights.decoders[index_of(Job::kTranslation)];
  const std::vector<const EncodedPair*> sources = pairs(split);
  std::vector<Tokens> translations(sources.size());
  if (width > 1) {
    for (std::size_t sentence = 0; sentence < sources.size(); ++sentence) {
      const SourceBatch batch = make_source({&sources[sentence]->source});
      const Encoding encoding = encode(trainer_.network(), weights.encoder, batch, {});
      translations[sentence] =
          decode_beam(Decoder(trainer_.network(), decoder, encoding), width, longest_translation(batch.places));
    }
    return translations;
  }
  for (const MeasuredBatch& measured : measured_batches(Job::kTranslation, split)) {
    const SourceBatch& batch = measured.batch.source;
    const Encoding encoding = encode(trainer_.network(), weights.encoder, batch, {});
    const std::vector<Tokens> written = decode_greedily(Decoder(trainer_.network(), decoder, encoding), batch.sentences,
                                                        longest_translation(batch.places));
    for (std::size_t place = 0; place < written.size(); ++place)
      translations[measured.sentences[place]] = written[place];
  }
  return translations;
}

double Model::epochs() const {
  const double pairs = static_cast<double>(data_->splits[AUTOLOSS_SPLIT_TRAIN].pairs.size());
  return pairs > 0 ? static_cast<double>(translation_steps_ * settings_.batch_size) / pairs : 0;
}

double Model::log_pairs() const {
  const double pairs = static_cast<double>(data_->splits[AUTOLOSS_SPLIT_TRAIN].pairs.size());
  return pairs > 0 ? std::log(pairs / 500) : 0;
}

double Model::pairs_share() const {
  const Sentences& training = data_->splits[AUTOLOSS_SPLIT_TRAIN];
  const double pairs = settings_.jobs[0] ? static_cast<double>(training.pairs.size()) : 0;
  double all = pairs;
  for (const Job job : {Job::kEntities, Job::kClasses})
    if (settings_.jobs[index_of(job)]) all += static_cast<double>(training.of(job).size());
  return pairs / all;
}

void Model::save(sdk::Writer& writer) const {
  writer.tag("nmt 1");
  trainer_.save(writer);
  for (std::size_t job = 0; job < kJobs; ++job)
    if (settings_.jobs[job]) batches_[job].save(writer);
  writer.value(translation_steps_);
  writer.value(latest_padding_);
}

void Model::load(sdk::Reader& reader) {
  reader.tag("nmt 1");
  trainer_.load(reader);
  for (std::size_t job = 0; job < kJobs; ++job)
    if (settings_.jobs[job]) batches_[job].load(reader);
  translation_steps_ = reader.value<uint64_t>();
  latest_padding_ = reader.value<double>();
}

}  // namespace autoloss::nmt
