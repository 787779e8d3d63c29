// Adam (Kingma and Ba: Adam: a method for stochastic optimization. ICLR 2015), going uphill: a controller raises its
// reward.
#pragma once

#include <autoloss/cpp/config.hpp>
#include <autoloss/cpp/error.hpp>
#include <autoloss/cpp/stream.hpp>
#include <cmath>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace autoloss::controllers {

struct AdamSettings {
  double learning_rate = 1e-3;
  double learning_rate_end = 0.1;  // share of it left at the end of the training, reached along a line
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
};

// Publishes the settings as parameters, with these defaults.
inline sdk::ParameterList&& add_adam(sdk::ParameterList&& list, const AdamSettings& defaults) {
  return std::move(list)
      .number("learning_rate", defaults.learning_rate, 0, 1000, "", "step size of Adam")
      .number("learning_rate_end", defaults.learning_rate_end, 0, 1, "",
              "share of the step size that is left at the end of the training; falls along a line")
      .number("beta1", defaults.beta1, 0, 0.999999, "", "decay of Adam's mean of the gradient")
      .number("beta2", defaults.beta2, 0, 0.999999, "", "decay of Adam's mean of its square")
      .number("epsilon", defaults.epsilon, 1e-16, 1, "", "added to Adam's denominator");
}

inline AdamSettings adam_settings(const sdk::Config& config) {
  return {config.number("learning_rate"), config.number("learning_rate_end"), config.number("beta1"),
          config.number("beta2"), config.number("epsilon")};
}

// The optimizer's moments and step count; the parameters are the caller's. Not thread-safe.
class Adam {
 public:
  Adam(const AdamSettings& settings, std::size_t parameter_count)
      : settings_(settings), mean_(parameter_count, 0), square_(parameter_count, 0) {}

  // progress: share of the training that is over, in [0, 1).
  double learning_rate(double progress) const {
    return settings_.learning_rate * (1 - (1 - settings_.learning_rate_end) * progress);
  }

  void ascend(std::span<double> parameters, std::span<const double> gradient, double progress) {
    ++steps_;
    const double rate = learning_rate(progress);
    const double mean_weight = 1 - std::pow(settings_.beta1, static_cast<double>(steps_));
    const double square_weight = 1 - std::pow(settings_.beta2, static_cast<double>(steps_));
    for (std::size_t index = 0; index < parameters.size(); ++index) {
      mean_[index] = settings_.beta1 * mean_[index] + (1 - settings_.beta1) * gradient[index];
      square_[index] = settings_.beta2 * square_[index] + (1 - settings_.beta2) * gradient[index] * gradient[index];
      const double mean = mean_[index] / mean_weight;
      const double square = square_[index] / square_weight;
      parameters[index] += rate * mean / (std::sqrt(square) + settings_.epsilon);
    }
  }

  void save(sdk::Writer& out) const {
    out.value(steps_);
    out.values(mean_);
    out.values(square_);
  }
  void load(sdk::Reader& in) {
    steps_ = in.value<uint64_t>();
    mean_ = in.values<double>(mean_.size());
    square_ = in.values<double>(square_.size());
    for (std::size_t index = 0; index < mean_.size(); ++index)
      if (!std::isfinite(mean_[index]) || !(square_[index] >= 0) || !std::isfinite(square_[index]))
        throw sdk::Error(AUTOLOSS_BAD_DATA, "the optimizer's moments in the state are no moments");
  }

 private:
  AdamSettings settings_;
  uint64_t steps_ = 0;
  std::vector<double> mean_, square_;
};

}  // namespace autoloss::controllers
