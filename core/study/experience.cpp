#include "core/study/experience.hpp"

namespace autoloss {
namespace {

const double* given(const std::vector<double>& values) {
  return values.empty() ? nullptr : values.data();
}

autoloss_trajectory view_of(const ExperiencedPart& part) {
  autoloss_trajectory view{};
  view.struct_size = sizeof(view);
  view.flags = part.terminated ? AUTOLOSS_TRAJECTORY_TERMINATED : 0;
  view.decision_count = part.decisions.actions.size();
  view.group = part.group;
  view.features = part.decisions.features.data();
  view.actions = part.decisions.actions.data();
  view.probabilities = part.decisions.probabilities.data();
  view.values = part.decisions.values.data();
  view.rewards = given(part.rewards);
  view.noise = given(part.decisions.noise);
  view.noise_scale = part.decisions.noise_scale;
  view.episode_return = part.episode_return;
  view.advantage = part.advantage;
  view.advantages = given(part.advantages);
  // A controller that sees nothing has no features there either, and the trajectory is cut all the same.
  view.last_features = part.terminated ? nullptr : part.last_features.data();
  view.last_value = part.last_value;
  return view;
}

}  // namespace

void TrainingCost::add(const EpisodeResult& episode) {
  *this += {1, episode.steps, episode.batches, episode.diverged ? uint64_t{1} : 0};
}

void TrainingCost::operator+=(const TrainingCost& other) {
  episodes += other.episodes;
  steps += other.steps;
  batches += other.batches;
  diverged += other.diverged;
}

LearnReport learn_from(const Experience& experience, ControllerInstance& controller, double progress) {
  std::vector<autoloss_trajectory> views;
  for (const ExperiencedPart& part : experience.parts)
    if (!part.decisions.actions.empty()) views.push_back(view_of(part));
  return controller.learn(views, progress);
}

}  // namespace autoloss
