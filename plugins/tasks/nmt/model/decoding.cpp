#include "plugins/tasks/nmt/model/decoding.hpp"

#include <algorithm>
#include <limits>

namespace autoloss::nmt {
namespace {

std::vector<int64_t> numbers_of(const at::Tensor& tensor) {
  const at::Tensor numbers = tensor.contiguous();
  return {numbers.data_ptr<int64_t>(), numbers.data_ptr<int64_t>() + numbers.numel()};
}

// A translation so far, or a whole one.
struct Hypothesis {
  Tokens tokens;
  double log_probability = 0;
  double score() const { return log_probability / static_cast<double>(tokens.size() + 1); }
};

// The hypotheses that a step left open, and the best one that it ended.
class Beam {
 public:
  explicit Beam(int64_t width) : width_(width) {}

  // Takes in the log probabilities [K, V] of what may follow each open one. Returns which of them go on, in order.
  std::vector<int64_t> extend(const at::Tensor& log_probabilities) {
    std::vector<double> sums;
    for (const Hypothesis& hypothesis : open_) sums.push_back(hypothesis.log_probability);
    const int64_t vocabulary = log_probabilities.size(1);
    const at::Tensor total =
        (log_probabilities.to(at::kDouble) + torch::tensor(sums, at::kDouble).unsqueeze(1)).view(-1);
    const auto [values, places] = total.topk(std::min<int64_t>(2 * width_, total.size(0)));
    std::vector<Hypothesis> next;
    std::vector<int64_t> from;
    for (int64_t rank = 0; rank < places.size(0) && static_cast<int64_t>(next.size()) < width_; ++rank) {
      const int64_t place = places[rank].item<int64_t>();
      Hypothesis grown = open_[static_cast<std::size_t>(place / vocabulary)];
      grown.log_probability = values[rank].item<double>();
      const auto token = static_cast<int32_t>(place % vocabulary);
      if (token == kEnd) {
        offer(grown);
        continue;
      }
      grown.tokens.push_back(token);
      next.push_back(std::move(grown));
      from.push_back(place / vocabulary);
    }
    open_ = std::move(next);
    return from;
  }

  std::vector<int64_t> last_tokens() const {
    std::vector<int64_t> tokens;
    for (const Hypothesis& hypothesis : open_)
      tokens.push_back(hypothesis.tokens.empty() ? kBegin : hypothesis.tokens.back());
    return tokens;
  }

  // Whether nothing that is open can become better than what has ended: a mean never exceeds the sum so far over the
  // most tokens there may be.
  bool decided(int64_t longest) const {
    if (open_.empty()) return true;
    return ended_ && open_.front().log_probability / static_cast<double>(longest + 1) < best_.score();
  }

  Tokens best() const { return ended_ ? best_.tokens : open_.front().tokens; }

 private:
  void offer(const Hypothesis& hypothesis) {
    if (ended_ && best_.score() >= hypothesis.score()) return;
    best_ = hypothesis;
    ended_ = true;
  }

  int64_t width_;
  std::vector<Hypothesis> open_{Hypothesis{}};
  Hypothesis best_;
  bool ended_ = false;
};

}  // namespace

std::vector<Tokens> decode_greedily(Decoder decoder, int64_t sentences, int64_t longest) {
  std::vector<Tokens> written(static_cast<std::size_t>(sentences));
  std::vector<bool> ended(written.size(), false);
  at::Tensor tokens = at::full({sentences}, kBegin, at::kLong);
  for (int64_t place = 0; place < longest; ++place) {
    tokens = decoder.step(tokens).argmax(1);
    const std::vector<int64_t> chosen = numbers_of(tokens);
    for (std::size_t sentence = 0; sentence < written.size(); ++sentence) {
      if (chosen[sentence] == kEnd) ended[sentence] = true;
      if (!ended[sentence]) written[sentence].push_back(static_cast<int32_t>(chosen[sentence]));
    }
    if (std::all_of(ended.begin(), ended.end(), [](bool over) { return over; })) break;
  }
  return written;
}

std::vector<Tokens> decode_tags(Decoder decoder, const std::vector<int64_t>& lengths) {
  std::vector<Tokens> written(lengths.size());
  at::Tensor tokens = at::full({static_cast<int64_t>(lengths.size())}, kBegin, at::kLong);
  const int64_t longest = *std::max_element(lengths.begin(), lengths.end());
  for (int64_t place = 0; place < longest; ++place) {
    const at::Tensor scores = decoder.step(tokens);
    tokens = scores.narrow(1, kFirstToken, scores.size(1) - kFirstToken).argmax(1) + kFirstToken;
    const std::vector<int64_t> chosen = numbers_of(tokens);
    for (std::size_t sentence = 0; sentence < written.size(); ++sentence)
      if (place < lengths[sentence]) written[sentence].push_back(static_cast<int32_t>(chosen[sentence]));
  }
  return written;
}

Tokens decode_beam(Decoder decoder, int64_t width, int64_t longest) {
  Beam beam(width);
  for (int64_t place = 0; place < longest && !beam.decided(longest); ++place) {
    const std::vector<int64_t> tokens = beam.last_tokens();
    const at::Tensor scores = decoder.step(torch::tensor(tokens, at::kLong));
    const std::vector<int64_t> from = beam.extend(at::log_softmax(scores, 1));
    if (!from.empty()) decoder.select(torch::tensor(from, at::kLong));
  }
  return beam.best();
}

}  // namespace autoloss::nmt
