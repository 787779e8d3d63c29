// Batches of sentences of about one length.
#ifndef AUTOLOSS_NMT_DATA_BUCKETED_BATCHES_HPP
#define AUTOLOSS_NMT_DATA_BUCKETED_BATCHES_HPP

#include <autoloss/cpp/stream.hpp>
#include <cstdint>
#include <span>
#include <vector>

namespace autoloss::nmt {

// Every epoch visits all sentences once. They are put in order of length, those of one length in an order of the
// epoch's own, cut into batches, and the batches are shuffled: padding stays low and no epoch repeats another. The
// order is a function of seed and epoch, so the place is the whole state. Not thread-safe.
class BucketedBatches {
 public:
  // Starts at the first batch. lengths: of each sentence, or what else batches are made alike in; not empty. batch > 0.
  void start(std::vector<uint32_t> lengths, std::size_t batch, uint64_t seed);

  // Indices of sentences.
  std::span<const uint32_t> current() const;
  void advance();

  void save(sdk::Writer& writer) const;
  void load(sdk::Reader& reader);

 private:
  std::size_t batch_count() const { return (lengths_.size() + batch_ - 1) / batch_; }
  void shuffle();

  std::vector<uint32_t> lengths_;
  std::size_t batch_ = 1;
  uint64_t seed_ = 0;
  uint64_t epoch_ = 0;
  uint64_t place_ = 0;             // of the current batch in batches_
  std::vector<uint32_t> order_;    // of the sentences
  std::vector<uint32_t> batches_;  // in their order
};

// The share of places in a batch that hold no token. A batch without a place has none.
double padding_share(std::span<const uint32_t> lengths);

}  // namespace autoloss::nmt

#endif
