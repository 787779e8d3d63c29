// Controllers as the host sees them: through their C tables, with the trajectories that a study would hand over.
#pragma once

#include <autoloss/cpp/controller.hpp>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "core/errors.hpp"
#include "core/plugin/controller_instance.hpp"

namespace autoloss::test {

inline const std::vector<std::string> kTwoActions{"first", "second"};

template <class C>
ControllerInstance make_controller(const ValueMap& values, std::vector<std::string> features,
                                   std::vector<std::string> actions = kTwoActions, uint64_t seed = 1) {
  return {Component<autoloss_controller_type>{sdk::ControllerComponent<C>::type(), nullptr},
          values,
          std::move(features),
          std::move(actions),
          seed,
          nullptr};
}

struct Taken {
  uint32_t action;
  std::vector<double> probabilities;
  bool operator==(const Taken&) const = default;
};

// One decision of a fresh session.
inline Taken decide(const ControllerInstance& controller, const std::vector<double>& features, double uniform = 0.5,
                    uint64_t step = 0, const std::vector<double>& noise = {}) {
  ControllerSession session(controller);
  const uint32_t action = session.act(features, step, 1000, uniform, noise.empty() ? nullptr : noise.data());
  return {action, {session.probabilities().begin(), session.probabilities().end()}};
}

// The actions of `count` steps with nothing to see and one uniform number.
inline std::vector<uint32_t> actions_of(const ControllerInstance& controller, uint64_t count, double uniform = 0.5) {
  std::vector<uint32_t> actions;
  for (uint64_t step = 0; step < count; ++step) actions.push_back(decide(controller, {}, uniform, step).action);
  return actions;
}

// An episode as plain values; view() borrows them.
struct Episode {
  std::vector<std::vector<double>> features;
  std::vector<uint32_t> actions;
  double advantage = 0;
  std::vector<std::vector<double>> noise = {};
  double noise_scale = 0;
  std::vector<double> advantages = {};
  std::vector<double> rewards = {};        // along the way; none: all reward came at the end
  std::vector<double> values = {};         // the critic's; none: not known
  std::vector<double> probabilities = {};  // of the actions when they were taken; none: not known
  bool terminated = true;                  // it ended by itself
  std::vector<double> last_features = {};  // where it was cut
  double last_value = 0;
};

// A list of episodes in the form that learn() takes.
class Batch {
 public:
  explicit Batch(std::vector<Episode> episodes) : episodes_(std::move(episodes)) {
    for (const Episode& episode : episodes_) {
      features_.push_back(flat(episode.features));
      noise_.push_back(flat(episode.noise));
    }
    for (std::size_t index = 0; index < episodes_.size(); ++index) add(index);
  }
  const std::vector<autoloss_trajectory>& get() const { return trajectories_; }

 private:
  static std::vector<double> flat(const std::vector<std::vector<double>>& rows) {
    std::vector<double> all;
    for (const std::vector<double>& row : rows) all.insert(all.end(), row.begin(), row.end());
    return all;
  }
  void add(std::size_t index) {
    const Episode& episode = episodes_[index];
    autoloss_trajectory trajectory{};
    trajectory.struct_size = sizeof(trajectory);
    trajectory.flags = episode.terminated ? AUTOLOSS_TRAJECTORY_TERMINATED : 0;
    trajectory.decision_count = episode.actions.size();
    trajectory.features = features_[index].data();
    trajectory.actions = episode.actions.data();
    trajectory.noise = episode.noise.empty() ? nullptr : noise_[index].data();
    trajectory.noise_scale = episode.noise_scale;
    trajectory.advantage = episode.advantage;
    const auto given = [](const std::vector<double>& values) { return values.empty() ? nullptr : values.data(); };
    trajectory.advantages = given(episode.advantages);
    trajectory.rewards = given(episode.rewards);
    trajectory.values = given(episode.values);
    trajectory.probabilities = given(episode.probabilities);
    trajectory.last_features = given(episode.last_features);
    trajectory.last_value = episode.last_value;
    trajectories_.push_back(trajectory);
  }

  std::vector<Episode> episodes_;
  std::vector<std::vector<double>> features_, noise_;
  std::vector<autoloss_trajectory> trajectories_;
};

inline LearnReport learn(ControllerInstance& controller, std::vector<Episode> episodes, double progress = 0) {
  return controller.learn(Batch(std::move(episodes)).get(), progress);
}

// A number of a report by name; NaN when it is not there.
inline double reported(const LearnReport& report, const std::string& name) {
  for (const auto& [key, value] : report)
    if (key == name) return value;
  return std::numeric_limits<double>::quiet_NaN();
}

// The message of the ConfigError or RunError that `body` ends with; "" when it does not.
template <class Body>
std::string message_of(Body&& body) {
  try {
    body();
  } catch (const AutolossError& error) {
    return error.what();
  }
  return "";
}

}  // namespace autoloss::test
