// What a controller learns from at a time, whole episodes or parts of them, and what it cost.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/engine/episode.hpp"
#include "core/plugin/controller_instance.hpp"

namespace autoloss {

struct TrainingCost {
  uint64_t episodes = 0, steps = 0, batches = 0, diverged = 0;

  void add(const EpisodeResult& episode);
  void operator+=(const TrainingCost& other);

  template <class Archive>
  void serialize(Archive& archive) {
    archive(episodes, steps, batches, diverged);
  }
};

// An episode or a part of it: autoloss_trajectory as values.
struct ExperiencedPart {
  Trajectory decisions;
  uint64_t group = 0;
  std::vector<double> rewards;     // of each decision; empty: all reward came at the end
  std::vector<double> advantages;  // of each decision; empty: `advantage` counts for all
  double advantage = 0;            // their mean where there are such
  double episode_return = 0;
  bool terminated = true;             // nothing follows; else it was cut, and goes on from:
  std::vector<double> last_features;  // what was seen there
  double last_value = 0;              // what the controller expected there
};

struct Experience {
  std::vector<ExperiencedPart> parts;
  std::vector<std::optional<double>> rewards;  // of each episode or segment; nothing where it diverged
  TrainingCost cost;
};

// Hands it over. Parts without a decision are left out.
LearnReport learn_from(const Experience& experience, ControllerInstance& controller, double progress);

}  // namespace autoloss
