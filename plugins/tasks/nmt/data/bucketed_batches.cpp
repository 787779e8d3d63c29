#include "plugins/tasks/nmt/data/bucketed_batches.hpp"

#include <algorithm>
#include <autoloss/cpp/random.hpp>
#include <numeric>
#include <string>
#include <utility>

namespace autoloss::nmt {
namespace {

void shuffle_items(std::vector<uint32_t>& items, sdk::Stream stream) {
  for (std::size_t left = items.size(); left > 1; --left) std::swap(items[left - 1], items[stream.below(left)]);
}

std::vector<uint32_t> counted(std::size_t count) {
  std::vector<uint32_t> items(count);
  std::iota(items.begin(), items.end(), 0u);
  return items;
}

}  // namespace

void BucketedBatches::start(std::vector<uint32_t> lengths, std::size_t batch, uint64_t seed) {
  lengths_ = std::move(lengths);
  batch_ = std::min(batch, lengths_.size());
  seed_ = seed;
  epoch_ = 0;
  place_ = 0;
  shuffle();
}

std::span<const uint32_t> BucketedBatches::current() const {
  const std::size_t begin = batches_[place_] * batch_;
  return std::span(order_).subspan(begin, std::min(batch_, order_.size() - begin));
}

void BucketedBatches::advance() {
  if (++place_ < batch_count()) return;
  place_ = 0;
  ++epoch_;
  shuffle();
}

void BucketedBatches::save(sdk::Writer& writer) const {
  writer.value(epoch_);
  writer.value(place_);
}

void BucketedBatches::load(sdk::Reader& reader) {
  epoch_ = reader.value<uint64_t>();
  place_ = reader.value<uint64_t>();
  if (place_ >= batch_count())
    throw sdk::Error(AUTOLOSS_BAD_DATA, "the state is at batch " + std::to_string(place_) + " of an epoch of " +
                                            std::to_string(batch_count()));
  shuffle();
}

void BucketedBatches::shuffle() {
  const uint64_t key = sdk::derive(seed_, epoch_);
  order_ = counted(lengths_.size());
  shuffle_items(order_, sdk::Stream(sdk::derive(key, "sentences")));
  std::stable_sort(order_.begin(), order_.end(), [&](uint32_t a, uint32_t b) { return lengths_[a] < lengths_[b]; });
  batches_ = counted(batch_count());
  shuffle_items(batches_, sdk::Stream(sdk::derive(key, "batches")));
}

double padding_share(std::span<const uint32_t> lengths) {
  if (lengths.empty()) return 0;
  const double tokens = std::accumulate(lengths.begin(), lengths.end(), 0.0);
  const double places =
      static_cast<double>(*std::max_element(lengths.begin(), lengths.end())) * static_cast<double>(lengths.size());
  return places > 0 ? 1 - tokens / places : 0;
}

}  // namespace autoloss::nmt
