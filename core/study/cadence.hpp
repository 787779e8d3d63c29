// When a controller learns: after whole episodes, or while they run. The loop around it is the same (train.cpp).
#pragma once

#include <memory>

#include "core/study/experience.hpp"
#include "core/study/train_setup.hpp"

namespace autoloss {

class Cadence {
 public:
  virtual ~Cadence() = default;

  // What the controller goes through before its next update. progress: share of the training that is over.
  // place: of the update in the study.
  virtual Experience collect(const ControllerInstance& controller, uint64_t update_key, double progress,
                             const Bookmark& place) = 0;

  // What it brings from update to update; nothing where a task cannot be saved. load() takes up what that returned.
  virtual std::optional<std::string> save(const ControllerInstance& controller) = 0;
  virtual void load(const std::string& state, const ControllerInstance& controller) = 0;
};

// An update learns from data_sets x rollouts whole episodes, each rewarded at its end (paper: REINFORCE). setup and
// runner outlive it.
std::unique_ptr<Cadence> episodic_cadence(const TrainSetup& setup, EpisodeRunner& runner);

// As many trainings run on from update to update, for `segments` segments of `segment` steps each time; a segment is
// rewarded at its end by what it improved (paper, section 4: GAN, NMT). Where one ends, one on a fresh problem begins;
// the rollouts of a data set draw the same problems in the same order. key: of the problems and draws.
std::unique_ptr<Cadence> online_cadence(const TrainSetup& setup, EpisodeRunner& runner, uint64_t key);

}  // namespace autoloss
