// A multilayer perceptron over plain vectors, its gradient worked out by hand.
#pragma once

#include <autoloss/cpp/random.hpp>
#include <cmath>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace autoloss::controllers {

enum class Activation { kRelu, kLeakyRelu, kTanh };

constexpr double kLeak = 0.2;  // slope of the leaky ReLU below 0

// The shape of a network: widths of the inputs, of each hidden layer and of the outputs, which are linear. Parameters
// are one vector of the caller's: for each layer a row of weights for each of its inputs, then its biases. Thread-safe.
class Perceptron {
 public:
  // widths: two or more.
  Perceptron(std::vector<std::size_t> widths, Activation activation)
      : widths_(std::move(widths)), activation_(activation) {
    for (std::size_t layer = 0; layer + 1 < widths_.size(); ++layer) {
      parameter_count_ += (widths_[layer] + 1) * widths_[layer + 1];
      workspace_size_ += widths_[layer + 1];
    }
  }

  const std::vector<std::size_t>& widths() const { return widths_; }
  std::size_t parameter_count() const { return parameter_count_; }
  std::size_t workspace_size() const { return workspace_size_; }

  // Xavier's uniform weights (Glorot and Bengio: Understanding the difficulty of training deep feedforward neural
  // networks. AISTATS 2010) and biases 0. output_scale multiplies the last layer's: with 0 the outputs start at 0.
  void initialise(std::span<double> parameters, uint64_t seed, double output_scale) const {
    sdk::Stream stream(sdk::derive(seed, "initial weights"));
    double* place = parameters.data();
    for (std::size_t layer = 0; layer + 1 < widths_.size(); ++layer) {
      const std::size_t inputs = widths_[layer];
      const std::size_t outputs = widths_[layer + 1];
      const double scale = layer + 2 == widths_.size() ? output_scale : 1;
      const double limit = scale * std::sqrt(6 / static_cast<double>(inputs + outputs));
      for (std::size_t index = 0; index < inputs * outputs; ++index) *place++ = stream.uniform(-limit, limit);
      for (std::size_t index = 0; index < outputs; ++index) *place++ = 0;
    }
  }

  // Orthogonal weights (Saxe, McClelland, Ganguli: Exact solutions to the nonlinear dynamics of learning in deep linear
  // neural networks. ICLR 2014) and biases 0: the rows or the columns of a layer, whichever are fewer, are orthogonal
  // and as long as its gain says.
  void initialise_orthogonal(std::span<double> parameters, uint64_t seed, double hidden_gain,
                             double output_gain) const {
    sdk::Stream stream(sdk::derive(seed, "initial weights"));
    double* place = parameters.data();
    for (std::size_t layer = 0; layer + 1 < widths_.size(); ++layer) {
      const std::size_t inputs = widths_[layer];
      const std::size_t outputs = widths_[layer + 1];
      const double gain = layer + 2 == widths_.size() ? output_gain : hidden_gain;
      const bool wide = inputs < outputs;
      const std::size_t count = wide ? inputs : outputs;
      const std::vector<double> vectors = orthonormal(count, wide ? outputs : inputs, stream);
      for (std::size_t row = 0; row < inputs; ++row)
        for (std::size_t column = 0; column < outputs; ++column)
          *place++ = gain * (wide ? vectors[row * outputs + column] : vectors[column * inputs + row]);
      for (std::size_t index = 0; index < outputs; ++index) *place++ = 0;
    }
  }

  // Returns the outputs, at the end of `workspace`, which holds workspace_size() numbers. Allocates nothing.
  std::span<double> forward(std::span<const double> parameters, std::span<const double> inputs,
                            std::span<double> workspace) const {
    const double* in = inputs.data();
    const double* place = parameters.data();
    double* out = workspace.data();
    for (std::size_t layer = 0; layer + 1 < widths_.size(); ++layer) {
      const std::size_t in_count = widths_[layer];
      const std::size_t out_count = widths_[layer + 1];
      apply(place, in, in_count, out, out_count);
      place += (in_count + 1) * out_count;
      if (layer + 2 < widths_.size()) activate(out, out_count);
      in = out;
      out += out_count;
    }
    return workspace.last(widths_.back());
  }

  // Adds to `gradient` that of the outputs' product with output_gradient. `workspace` is as forward() left it for these
  // parameters and inputs, and is used up.
  void backward(std::span<const double> parameters, std::span<const double> inputs, std::span<double> workspace,
                std::span<const double> output_gradient, std::span<double> gradient) const {
    std::size_t place = parameter_count_;
    double* delta = workspace.data() + workspace_size_ - widths_.back();
    for (std::size_t index = 0; index < widths_.back(); ++index) delta[index] = output_gradient[index];
    for (std::size_t layer = widths_.size() - 1; layer-- > 0;) {
      const std::size_t in_count = widths_[layer];
      const std::size_t out_count = widths_[layer + 1];
      place -= (in_count + 1) * out_count;
      double* below = layer > 0 ? delta - in_count : nullptr;  // activations, to be replaced by their gradient
      const double* in = layer > 0 ? below : inputs.data();
      for (std::size_t row = 0; row < in_count; ++row) {
        const double value = in[row];
        add_scaled(gradient.data() + place + row * out_count, delta, value, out_count);
        if (layer > 0)
          below[row] = slope_at(value) * product(parameters.data() + place + row * out_count, delta, out_count);
      }
      add_scaled(gradient.data() + place + in_count * out_count, delta, 1, out_count);
      delta = below;
    }
  }

 private:
  // `count` orthonormal rows of `length` >= count numbers, uniformly distributed: normal ones, each less what it shares
  // with those before it. The second pass takes off what rounding left of the first.
  static std::vector<double> orthonormal(std::size_t count, std::size_t length, sdk::Stream& stream) {
    std::vector<double> rows(count * length);
    for (double& value : rows) value = stream.normal();
    for (std::size_t row = 0; row < count; ++row) {
      double* own = rows.data() + row * length;
      for (int pass = 0; pass < 2; ++pass)
        for (std::size_t other = 0; other < row; ++other) {
          const double* before = rows.data() + other * length;
          add_scaled(own, before, -product(own, before, length), length);
        }
      const double norm = std::sqrt(product(own, own, length));
      for (std::size_t index = 0; index < length; ++index) own[index] /= norm;
    }
    return rows;
  }

  static void apply(const double* weights, const double* in, std::size_t in_count, double* out, std::size_t out_count) {
    std::size_t column = 0;
    for (; column + 8 <= out_count; column += 8) apply_columns<8>(weights, in, in_count, out, out_count, column);
    for (; column + 2 <= out_count; column += 2) apply_columns<2>(weights, in, in_count, out, out_count, column);
    for (; column < out_count; ++column) apply_columns<1>(weights, in, in_count, out, out_count, column);
  }
  // A few outputs at a time, so that their sums stay in registers.
  template <std::size_t kColumns>
  static void apply_columns(const double* weights, const double* in, std::size_t in_count, double* out,
                            std::size_t out_count, std::size_t first) {
    double sums[kColumns];
    for (std::size_t column = 0; column < kColumns; ++column)
      sums[column] = weights[in_count * out_count + first + column];
    for (std::size_t row = 0; row < in_count; ++row)
      for (std::size_t column = 0; column < kColumns; ++column)
        sums[column] += in[row] * weights[row * out_count + first + column];
    for (std::size_t column = 0; column < kColumns; ++column) out[first + column] = sums[column];
  }
  static void add_scaled(double* __restrict sum, const double* __restrict values, double factor, std::size_t count) {
    for (std::size_t index = 0; index < count; ++index) sum[index] += factor * values[index];
  }
  static double product(const double* a, const double* b, std::size_t count) {
    double sum = 0;
    for (std::size_t index = 0; index < count; ++index) sum += a[index] * b[index];
    return sum;
  }

  // 1 - 2 / (exp(2x) + 1) is tanh with an error of some 1e-16, in half the time of std::tanh.
  void activate(double* values, std::size_t count) const {
    switch (activation_) {
      case Activation::kRelu:
        for (std::size_t index = 0; index < count; ++index) values[index] = values[index] < 0 ? 0 : values[index];
        break;
      case Activation::kLeakyRelu:
        for (std::size_t index = 0; index < count; ++index) values[index] *= values[index] > 0 ? 1 : kLeak;
        break;
      case Activation::kTanh:
        for (std::size_t index = 0; index < count; ++index) values[index] = 1 - 2 / (std::exp(2 * values[index]) + 1);
        break;
    }
  }
  // Of the activation, from its value.
  double slope_at(double value) const {
    switch (activation_) {
      case Activation::kRelu:
        return value > 0 ? 1 : 0;
      case Activation::kLeakyRelu:
        return value > 0 ? 1 : kLeak;
      case Activation::kTanh:
        break;
    }
    return 1 - value * value;
  }

  std::vector<std::size_t> widths_;
  Activation activation_;
  std::size_t parameter_count_ = 0;
  std::size_t workspace_size_ = 0;
};

}  // namespace autoloss::controllers
