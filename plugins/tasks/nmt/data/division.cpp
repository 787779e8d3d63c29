#include "plugins/tasks/nmt/data/division.hpp"

#include <algorithm>
#include <autoloss/cpp/error.hpp>
#include <autoloss/cpp/random.hpp>
#include <string>
#include <utility>

namespace autoloss::nmt {
namespace {

template <class Item>
void shuffle_items(std::vector<Item>& items, sdk::Stream stream) {
  for (std::size_t left = items.size(); left > 1; --left) std::swap(items[left - 1], items[stream.below(left)]);
}

template <class Item>
std::vector<Item> slice(const std::vector<Item>& items, std::size_t begin, std::size_t end) {
  return {items.begin() + static_cast<std::ptrdiff_t>(begin), items.begin() + static_cast<std::ptrdiff_t>(end)};
}

std::size_t at_most(std::size_t size, std::size_t most) {
  return most == 0 ? size : std::min(size, most);
}

template <class Item>
std::vector<Item> first(const std::vector<Item>& items, std::size_t most) {
  return slice(items, 0, at_most(items.size(), most));
}

template <class Item>
std::vector<Item> every_second(const std::vector<Item>& items) {
  std::vector<Item> half;
  for (std::size_t index = 1; index < items.size(); index += 2) half.push_back(items[index]);
  return half.empty() ? items : half;
}

// What divides one kind of sentences.
struct Divider {
  std::size_t train, valid, test;
  double controller_share;
  uint32_t role;
  uint64_t seed;

  template <class Item>
  std::vector<Item> drawn(std::vector<Item> items) const {
    if (train == 0 || items.size() <= train) return items;
    shuffle_items(items, sdk::Stream(sdk::derive(seed, "training sentences")));
    items.resize(train);
    return items;
  }

  // parts: training, validation and test sentences. Returns those of each split.
  template <class Item>
  std::array<std::vector<Item>, kStoredSplits> operator()(
      std::array<const std::vector<Item>*, kFileParts> parts) const {
    std::vector<Item> training = *parts[0];
    if (training.empty()) return {};
    shuffle_items(training, sdk::Stream(sdk::derive(0, "division")));
    const auto theirs =
        static_cast<std::size_t>(controller_share * static_cast<double>(training.size()));  // the controller's
    if (role == AUTOLOSS_ROLE_GUIDED) {
      const std::vector<Item> valid_items = first(*parts[1], valid);
      return {drawn(slice(training, theirs, training.size())), valid_items, every_second(valid_items),
              first(*parts[2], test)};
    }
    const std::size_t held = std::max<std::size_t>(at_most(theirs / 10, valid), 1);
    if (theirs < 3 * held)
      throw sdk::Error(AUTOLOSS_INVALID_ARGUMENT,
                       "of " + std::to_string(training.size()) + " training sentences " + std::to_string(theirs) +
                           " are the controller's, too few to train, validate and score with: raise "
                           "'controller_share', or take more sentences");
    return {drawn(slice(training, 2 * held, theirs)), slice(training, 0, held), slice(training, held, 2 * held), {}};
  }
};

}  // namespace

DataSet divide(const FileCorpus& corpus, const Sizes& sizes, double controller_share, uint32_t role, uint64_t seed) {
  DataSet data{corpus.source, corpus.target, corpus.tags, {}};
  const auto& parts = corpus.parts;
  Divider divider{sizes.pairs, sizes.valid, sizes.test, controller_share, role, seed};
  auto pairs = divider(std::array{&parts[0].pairs, &parts[1].pairs, &parts[2].pairs});
  for (std::size_t split = 0; split < kStoredSplits; ++split) data.splits[split].pairs = std::move(pairs[split]);
  divider.train = sizes.tagged;
  for (std::size_t kind = 0; kind < data.tags.size(); ++kind) {
    auto tagged = divider(std::array{&parts[0].tagged[kind], &parts[1].tagged[kind], &parts[2].tagged[kind]});
    for (std::size_t split = 0; split < kStoredSplits; ++split)
      data.splits[split].tagged[kind] = std::move(tagged[split]);
  }
  return data;
}

}  // namespace autoloss::nmt
