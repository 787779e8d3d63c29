// A multilayer perceptron written plainly, in double precision: what the vector code is held to.
#ifndef AUTOLOSS_TESTS_CLASSIFICATION_REFERENCE_HPP
#define AUTOLOSS_TESTS_CLASSIFICATION_REFERENCE_HPP

#include <algorithm>
#include <autoloss/cpp/random.hpp>
#include <cmath>
#include <vector>

#include "plugins/tasks/classification/source.hpp"

namespace autoloss::classification {

// Rows of normal inputs with random labels.
inline Rows random_rows(std::size_t count, std::size_t features, std::size_t classes, uint64_t key) {
  sdk::Stream stream(key);
  Rows rows{count, features, {}, {}};
  for (std::size_t i = 0; i < count * features; ++i) rows.inputs.push_back(static_cast<float>(stream.normal()));
  for (std::size_t i = 0; i < count; ++i) rows.labels.push_back(static_cast<uint32_t>(stream.below(classes)));
  return rows;
}

// Layers in the order of Network, without padding: for each, weights output by output, then biases.
class ReferenceNetwork {
 public:
  explicit ReferenceNetwork(std::vector<std::size_t> widths) : widths_(std::move(widths)) {}

  std::vector<double> logits(const std::vector<double>& theta, std::span<const float> input) const {
    std::vector<double> units(input.begin(), input.end());
    std::size_t place = 0;
    for (std::size_t k = 0; k + 1 < widths_.size(); ++k) {
      std::vector<double> next(widths_[k + 1]);
      const std::size_t biases = place + widths_[k] * widths_[k + 1];
      for (std::size_t o = 0; o < next.size(); ++o) {
        next[o] = theta[biases + o];
        for (std::size_t i = 0; i < widths_[k]; ++i) next[o] += theta[place + o * widths_[k] + i] * units[i];
        if (k + 2 < widths_.size()) next[o] = std::max(next[o], 0.0);
      }
      place = biases + next.size();
      units = std::move(next);
    }
    return units;
  }

  double cross_entropy(const std::vector<double>& theta, const Rows& rows) const {
    double total = 0;
    for (std::size_t row = 0; row < rows.count; ++row) {
      const std::vector<double> z = logits(theta, rows.input(row));
      double sum = 0;
      for (const double value : z) sum += std::exp(value);
      total += std::log(sum) - z[rows.labels[row]];
    }
    return total / static_cast<double>(rows.count);
  }

  double error(const std::vector<double>& theta, const Rows& rows) const {
    double wrong = 0;
    for (std::size_t row = 0; row < rows.count; ++row) {
      const std::vector<double> z = logits(theta, rows.input(row));
      wrong += std::max_element(z.begin(), z.end()) - z.begin() != static_cast<std::ptrdiff_t>(rows.labels[row]);
    }
    return wrong / static_cast<double>(rows.count);
  }

 private:
  std::vector<std::size_t> widths_;
};

}  // namespace autoloss::classification

#endif
