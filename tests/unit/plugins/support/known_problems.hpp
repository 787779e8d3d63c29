// Problems whose best policies are known, and controllers that are trained on them without any core: what comes in and
// goes out are trajectories.
#pragma once

#include <cmath>
#include <functional>
#include <vector>

#include "tests/unit/plugins/support/controller_harness.hpp"

namespace autoloss::test {

// A decision process with few states: what is seen there, and what an action brings.
struct Process {
  struct Outcome {
    double reward = 0;
    std::size_t next = 0;
    bool ends = false;
  };
  std::vector<std::vector<double>> features;  // by state
  std::size_t action_count = 2;
  std::function<Outcome(std::size_t state, uint32_t action)> step;
  double noise = 0;  // standard deviation added to rewards
  double discount = 1;
  int longest = 1;         // decisions before an episode is cut
  bool any_start = false;  // starts anywhere, else in state 0
};

// Expected discounted reward from each state, of a policy given by probabilities by state.
inline std::vector<double> value_of(const Process& process, const std::vector<std::vector<double>>& policy) {
  std::vector<double> value(process.features.size(), 0);
  for (int sweep = 0; sweep < 3000; ++sweep)
    for (std::size_t state = 0; state < value.size(); ++state) {
      double sum = 0;
      for (uint32_t action = 0; action < process.action_count; ++action) {
        const Process::Outcome outcome = process.step(state, action);
        sum += policy[state][action] * (outcome.reward + (outcome.ends ? 0 : process.discount * value[outcome.next]));
      }
      value[state] = sum;
    }
  return value;
}

// Dynamic programming: of the best policy.
inline std::vector<double> best_value(const Process& process) {
  std::vector<double> value(process.features.size(), 0);
  for (int sweep = 0; sweep < 3000; ++sweep)
    for (std::size_t state = 0; state < value.size(); ++state) {
      double best = -1e300;
      for (uint32_t action = 0; action < process.action_count; ++action) {
        const Process::Outcome outcome = process.step(state, action);
        best = std::max(best, outcome.reward + (outcome.ends ? 0 : process.discount * value[outcome.next]));
      }
      value[state] = best;
    }
  return value;
}

inline std::vector<std::vector<double>> policy_of(const ControllerInstance& controller, const Process& process) {
  std::vector<std::vector<double>> policy;
  for (const std::vector<double>& features : process.features)
    policy.push_back(decide(controller, features).probabilities);
  return policy;
}

inline Episode play(const ControllerInstance& controller, const Process& process, sdk::Stream& stream) {
  ControllerSession session(controller);
  Episode episode;
  std::size_t state = process.any_start ? stream.below(process.features.size()) : 0;
  episode.terminated = false;
  for (int count = 0; count < process.longest && !episode.terminated; ++count) {
    const uint32_t action = session.act(process.features[state], 0, 1000, stream.uniform(), nullptr);
    const Process::Outcome outcome = process.step(state, action);
    episode.features.push_back(process.features[state]);
    episode.actions.push_back(action);
    episode.values.push_back(session.value());
    episode.probabilities.push_back(session.probabilities()[action]);
    episode.rewards.push_back(outcome.reward + process.noise * stream.normal());
    episode.terminated = outcome.ends;
    state = outcome.next;
  }
  if (episode.terminated) return episode;
  session.act(process.features[state], 0, 1000, 0, nullptr);
  episode.last_features = process.features[state];
  episode.last_value = session.value();
  return episode;
}

// Each decision's discounted rewards, standardised over the batch: what a host gives to controllers without a critic.
inline void credit(std::vector<Episode>& episodes, double discount) {
  double count = 0, mean = 0, square = 0;
  for (Episode& episode : episodes) {
    double sum = 0;
    episode.advantages.assign(episode.rewards.size(), 0);
    for (std::size_t row = episode.rewards.size(); row-- > 0;) {
      sum = episode.rewards[row] + discount * sum;
      episode.advantages[row] = sum;
      ++count, mean += sum, square += sum * sum;
    }
  }
  mean /= count;
  const double deviation = std::sqrt(std::max(square / count - mean * mean, 1e-12));
  for (Episode& episode : episodes)
    for (double& advantage : episode.advantages) advantage = (advantage - mean) / deviation;
}

inline void train(ControllerInstance& controller, const Process& process, uint64_t key, int updates, int episodes) {
  sdk::Stream stream(key);
  for (int update = 0; update < updates; ++update) {
    std::vector<Episode> batch;
    for (int index = 0; index < episodes; ++index) batch.push_back(play(controller, process, stream));
    credit(batch, process.discount);
    learn(controller, std::move(batch), static_cast<double>(update) / updates);
  }
}

// Pulls of one of a few arms in one of four contexts, each its own feature; in context k arm k % arms pays 1 and the
// others .3.
inline Process contextual_bandit(std::size_t arms) {
  Process process;
  process.features = {{1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}};
  process.action_count = arms;
  process.step = [arms](std::size_t state, uint32_t action) {
    return Process::Outcome{action == state % arms ? 1 : 0.3, 0, true};
  };
  process.noise = 0.5;
  process.any_start = true;
  return process;
}

// `length` states in a row, each its own feature. One action leads on, the other back; which is which alternates. All
// reward is at the far end: 1, `length` - 1 steps away.
inline Process chain(std::size_t length) {
  Process process;
  for (std::size_t state = 0; state < length; ++state) {
    process.features.emplace_back(length, 0.0);
    process.features.back()[state] = 1;
  }
  process.step = [length](std::size_t state, uint32_t action) {
    const bool on = action == state % 2;
    if (on && state + 1 == length) return Process::Outcome{1, state, true};
    return Process::Outcome{0, on ? state + 1 : state - (state > 0 ? 1 : 0), false};
  };
  process.discount = 0.97;
  process.longest = 100;
  return process;
}

// Two arms, of which one pays 1 and the other nothing.
inline Process two_arms(uint32_t best) {
  Process process;
  process.features = {{1, -0.5}};
  process.step = [best](std::size_t, uint32_t action) { return Process::Outcome{action == best ? 1.0 : 0.0, 0, true}; };
  process.noise = 0.5;
  return process;
}

}  // namespace autoloss::test
