// A regression model in training: the paper's first task (section 5.1).
#ifndef AUTOLOSS_REGRESSION_MODEL_HPP
#define AUTOLOSS_REGRESSION_MODEL_HPP

#include <autoloss/cpp/stream.hpp>
#include <autoloss/cpp/task.hpp>
#include <cstdint>

#include "plugins/shared/training/minibatches.hpp"
#include "plugins/shared/training/parameters.hpp"
#include "plugins/tasks/regression/data_set.hpp"

namespace autoloss::regression {

enum class Action { kMse, kL1, kJoint };
inline constexpr std::size_t kActionCount = 3;

struct ModelSettings {
  double l1_weight = 0.2;                                 // lambda: the second loss is lambda |theta|_1
  double joint_weight = 1.0;                              // of the second loss in the joint action
  std::size_t batch_size = 0;                             // rows a step; 0 for all
  double initial_linear = 0.1, initial_quadratic = 0.01;  // standard deviations of the initial parameters
  training::OptimizerSettings optimizer{};

  bool operator==(const ModelSettings&) const = default;
};

// What measure() finds. NaN: this data set has no such number.
struct Metrics {
  double mse = 0;
  double excess_mse = 0;         // mse minus the mean square of the noise in the targets of these very rows
  double population_excess = 0;  // on the whole population, noise left out
  double penalty = 0;            // lambda |theta|_1
};

// One model. Steps, probes and measurements allocate nothing once a split's data is there. Not thread-safe.
class Model {
 public:
  // Draws fresh parameters, from init_seed; step_seed orders the minibatches. Forgets what was kept.
  // data stays the caller's and is used until the next begin().
  void begin(const ModelSettings& settings, DataSet& data, uint64_t init_seed, uint64_t step_seed);

  sdk::StepResult step(Action action);
  // What step() would report; changes nothing.
  sdk::StepResult probe(Action action) const;
  Metrics measure(Split split) const;

  void keep(std::size_t slot) { theta_.keep(slot); }
  void recall(std::size_t slot) { theta_.recall(slot); }  // throws Error(AUTOLOSS_INVALID_STATE) for an empty slot

  // Everything that going on needs; load() wants a begin() with equal arguments before it.
  void save(sdk::Writer& writer) const;
  void load(sdk::Reader& reader);

  // The parameters as the quadratic form stores them, without padding.
  std::span<const float> parameters() const { return {theta_.data(), data_->form().stored_count()}; }
  std::span<float> parameters() { return {theta_.data(), data_->form().stored_count()}; }

 private:
  void draw_parameters(uint64_t seed);
  bool by_minibatch() const;
  // Returns the squared error of the next batch and leaves its gradient in gradient_; 0 for an action without it.
  double squared_error(Action action) const;
  training::Slope slope(Action action) const;
  sdk::StepResult result(double mse, const training::Slope& slope, const training::SlopeSums& sums) const;

  ModelSettings settings_;
  DataSet* data_ = nullptr;
  training::Minibatches minibatches_;
  training::Parameters theta_;
  mutable AlignedFloats gradient_;  // scratch of one call
};

}  // namespace autoloss::regression

#endif
