// The order in which a training visits its rows.
#ifndef AUTOLOSS_SHARED_TRAINING_MINIBATCHES_HPP
#define AUTOLOSS_SHARED_TRAINING_MINIBATCHES_HPP

#include <autoloss/cpp/stream.hpp>
#include <cstdint>
#include <span>
#include <vector>

namespace autoloss::training {

// Every epoch visits all rows once, in an order of its own; the last minibatch of an epoch may be smaller. The order is
// a function of seed and epoch, so the place is the whole state. Not thread-safe.
class Minibatches {
 public:
  // Starts at the first minibatch. rows and batch are positive.
  void start(std::size_t rows, std::size_t batch, uint64_t seed);

  std::span<const uint32_t> current() const;
  void advance();

  void save(sdk::Writer& writer) const;
  void load(sdk::Reader& reader);

 private:
  void shuffle();

  std::size_t batch_ = 1;
  uint64_t seed_ = 0;
  uint64_t epoch_ = 0;
  uint64_t begin_ = 0;  // of the current minibatch within the epoch
  std::vector<uint32_t> order_;
};

}  // namespace autoloss::training

#endif
