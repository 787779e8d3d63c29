// A classifier in training: the paper's second task (section 5.1).
#ifndef AUTOLOSS_CLASSIFICATION_MODEL_HPP
#define AUTOLOSS_CLASSIFICATION_MODEL_HPP

#include <autoloss/cpp/stream.hpp>
#include <autoloss/cpp/task.hpp>
#include <cstdint>

#include "plugins/shared/training/minibatches.hpp"
#include "plugins/shared/training/parameters.hpp"
#include "plugins/tasks/classification/data_set.hpp"
#include "plugins/tasks/classification/network.hpp"

namespace autoloss::classification {

enum class Action { kCrossEntropy, kL1, kJoint };
inline constexpr std::size_t kActionCount = 3;

struct ModelSettings {
  std::vector<std::size_t> hidden{32};  // widths; empty: a linear classifier
  double l1_weight = 0.02;              // lambda: the second loss is lambda |theta|_1
  double joint_weight = 1.0;            // of the second loss in the joint action
  std::size_t batch_size = 0;           // rows a step; 0 for all
  InitialParameters initial{};
  training::OptimizerSettings optimizer{.learning_rate = 1e-3};

  bool operator==(const ModelSettings&) const = default;
};

Network network_of(const ModelSettings& settings, std::size_t features, std::size_t classes);

// What measure() finds.
struct Metrics {
  double cross_entropy = 0;
  double error = 0;         // share of the rows
  double ranked_error = 0;  // error, with ties broken by cross entropy: adds less than a row's worth
  double penalty = 0;       // lambda |theta|_1
};

// One model. Steps, probes and measurements allocate nothing once a split's data is there. Not thread-safe.
class Model {
 public:
  // Draws fresh parameters, from init_seed; step_seed orders the minibatches. Forgets what was kept.
  // data stays the caller's and is used until the next begin().
  void begin(const ModelSettings& settings, DataSet& data, uint64_t init_seed, uint64_t step_seed);

  sdk::StepResult step(Action action);
  // What step() would report; changes nothing.
  sdk::StepResult probe(Action action);
  Metrics measure(Split split);

  void keep(std::size_t slot) { theta_.keep(slot); }
  void recall(std::size_t slot) { theta_.recall(slot); }  // throws Error(AUTOLOSS_INVALID_STATE) for an empty slot

  // Everything that going on needs; load() wants a begin() with equal arguments before it.
  void save(sdk::Writer& writer) const;
  void load(sdk::Reader& reader);

  training::Parameters& parameters() { return theta_; }
  const Network& network() const { return network_; }
  // Share of the rows of the latest batch that were right; NaN before the first. A signal.
  double batch_accuracy() const { return batch_accuracy_; }

 private:
  bool by_minibatch() const;
  // The rows of the next step on the cross entropy.
  const Batch& next_batch();
  // Leaves the gradient of the cross entropy in gradient_; nothing to do for an action without it.
  Score cross_entropy(Action action);
  training::Slope slope(Action action) const;
  sdk::StepResult result(const Score& score, const training::Slope& slope, const training::SlopeSums& sums) const;

  ModelSettings settings_;
  DataSet* data_ = nullptr;
  Network network_;
  NetworkPass pass_;
  training::Parameters theta_;
  training::Minibatches minibatches_;
  Batch minibatch_;
  double batch_accuracy_ = 0;
  training::AlignedFloats gradient_;  // scratch of one call
};

}  // namespace autoloss::classification

#endif
