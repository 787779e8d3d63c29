// A controller at work on one training. It is pushed and does not own the loop: tell it what a step did and what a
// validation measured, take the next action. run_episode() is one caller; a training loop of one's own is another.
#pragma once

#include <autoloss/cpp/random.hpp>
#include <span>
#include <vector>

#include "core/engine/feature_sample.hpp"
#include "core/engine/features.hpp"
#include "core/plugin/controller_instance.hpp"

namespace autoloss {

// How a controller tries things out while it learns.
struct Exploration {
  enum class Kind {
    kDraw,   // an action drawn for each step
    kHold,   // an action drawn and taken for `steps` steps
    kNoise,  // normal noise of standard deviation `scale` on the logits, held for `steps`; an action drawn each step
  };
  Kind kind = Kind::kDraw;
  uint64_t steps = 1;
  double scale = 0;
  double epsilon = 0;  // share of the decisions that any action is equally probable at
};

// The decisions of an episode, a row each: what learn() is given. With kHold and kNoise a decision is a stretch of
// steps.
struct Trajectory {
  std::vector<double> features;  // rows of as many as the schema has
  std::vector<uint32_t> actions;
  std::vector<double> probabilities;  // of the action taken, exploration included
  std::vector<double> values;
  std::vector<double> noise;     // rows of as many as the controller's logits; empty without noise
  std::vector<uint64_t> starts;  // step at which each was taken
  double noise_scale = 0;
  FeatureSample observed;  // at the first decision from each of Guide::kObserved moments of the horizon on

  template <class Archive>
  void serialize(Archive& archive) {
    archive(features, actions, probabilities, values, noise, starts, noise_scale, observed);
  }
};

// Not thread-safe. Keeps references to schema, shape and session.
class Guide {
 public:
  // Moments, evenly over the horizon, at which is recorded what a controller saw; fewer where the horizon is shorter.
  // Odd, so that a sample of many episodes that keeps every 2^n-th holds all moments.
  static constexpr uint64_t kObserved = 31;

  struct Options {
    std::vector<uint32_t> actions;  // the task's action for each of the controller's
    uint64_t horizon = 0;
    uint64_t key = 0;  // of the stream of draws
    Exploration exploration;
    bool greedy = false;  // the most probable action instead of a draw
    std::size_t logit_count = 0;
    Trajectory* record = nullptr;  // where decisions are recorded, or nullptr
  };
  Guide(const FeatureSchema& schema, const TaskShape& shape, ControllerSession& session, Options options);

  // Another session goes on where the one before stopped: of a controller that has learned meanwhile.
  void guide_by(ControllerSession& session, const Exploration& exploration) {
    session_ = &session;
    options_.exploration = exploration;
  }

  // The task's action to take next.
  uint32_t next();
  // What that action did.
  void step_taken(uint32_t action, const TaskStep& step) { tracker_.record_step(action, step); }
  // Whether every action is to be probed before the next validation is told, and what that found.
  bool wants_probes() const { return step_ == 0 || schema_->needs_probes(); }
  void probed(uint32_t action, const TaskStep& step) {
    if (step_ == 0) tracker_.record_step(action, step);  // features of a fresh model have values from the first step on
    tracker_.record_probe(action, step);
  }
  // What the validation after the latest step measured; stalled: validations since the best.
  void validated(std::span<const double> metrics, int64_t stalled);

  uint64_t steps() const { return step_; }
  // The latest action, as the controller counts them.
  uint32_t chosen() const { return held_; }
  // What the controller would see now.
  std::span<const double> seen() {
    return schema_->refresh() == Refresh::kStep ? tracker_.compute(step_) : tracker_.latest();
  }
  // What it expects of that; 0 without a critic. Takes no action, but counts as an observation of the session's.
  double expected();
  // Of each of the controller's actions, at the latest decision.
  std::span<const double> probabilities() const { return session_->probabilities(); }

  // Its place in the training, its session's included; of a guide made with equal arguments (core/archive.hpp).
  template <class Archive>
  void serialize(Archive& archive) {
    std::string session = session_->save();
    uint64_t draws = draws_.place(), noise_draws = noise_draws_.place(), epsilon_draws = epsilon_draws_.place();
    archive(session, draws, noise_draws, epsilon_draws, tracker_, noise_, step_, hold_until_, observe_from_, held_);
    if constexpr (Archive::is_loading::value) {
      session_->load(session);
      draws_.seek(draws);
      noise_draws_.seek(noise_draws);
      epsilon_draws_.seek(epsilon_draws);
    }
  }

 private:
  uint32_t decide();
  void draw_noise();
  uint32_t mixed(uint32_t chosen);
  void record(uint32_t chosen);
  void observe();

  const FeatureSchema* schema_;
  ControllerSession* session_;
  Options options_;
  FeatureTracker tracker_;
  sdk::Stream draws_;
  sdk::Stream noise_draws_;
  sdk::Stream epsilon_draws_;
  std::vector<double> noise_;
  uint64_t step_ = 0;
  uint64_t hold_until_ = 0;    // step at which the held action or noise ends
  uint64_t observe_from_ = 0;  // step from which on the next observation is recorded
  uint32_t held_ = 0;
};

}  // namespace autoloss
