#include "plugins/shared/training/minibatches.hpp"

#include <algorithm>
#include <autoloss/cpp/random.hpp>
#include <numeric>

namespace autoloss::training {

void Minibatches::start(std::size_t rows, std::size_t batch, uint64_t seed) {
  batch_ = batch;
  seed_ = seed;
  epoch_ = 0;
  begin_ = 0;
  order_.resize(rows);
  shuffle();
}

std::span<const uint32_t> Minibatches::current() const {
  return std::span(order_).subspan(begin_, std::min(batch_, order_.size() - begin_));
}

void Minibatches::advance() {
  begin_ += batch_;
  if (begin_ < order_.size()) return;
  begin_ = 0;
  ++epoch_;
  shuffle();
}

void Minibatches::shuffle() {
  std::iota(order_.begin(), order_.end(), 0u);
  sdk::Stream stream(sdk::derive(sdk::derive(seed_, "epoch"), epoch_));
  for (std::size_t left = order_.size(); left > 1; --left) std::swap(order_[left - 1], order_[stream.below(left)]);
}

void Minibatches::save(sdk::Writer& writer) const {
  writer.value(epoch_);
  writer.value(begin_);
}

void Minibatches::load(sdk::Reader& reader) {
  epoch_ = reader.value<uint64_t>();
  begin_ = reader.value<uint64_t>();
  if (begin_ >= order_.size() || begin_ % batch_ != 0)
    throw sdk::Error(AUTOLOSS_BAD_DATA, "the state's place in the rows, " + std::to_string(begin_) +
                                            ", begins no minibatch of " + std::to_string(batch_));
  shuffle();
}

}  // namespace autoloss::training
