#include "core/study/problem.hpp"

#include <autoloss/cpp/random.hpp>

namespace autoloss {

Problem make_problem(const ComponentConfig& task, uint64_t key) {
  Problem problem;
  problem.values = task.values;
  for (const auto& [name, range] : task.ranges) {
    const double share = sdk::Stream(sdk::derive(sdk::derive(key, "parameter"), name)).uniform();
    const bool integer = std::holds_alternative<int64_t>(task.values.at(name));
    problem.drawn[name] = problem.values[name] = range.at(share, integer);
  }
  problem.data_seed = sdk::derive(key, "data");
  problem.init_seed = sdk::derive(key, "init");
  problem.step_seed = sdk::derive(key, "step");
  return problem;
}

EpisodeSetup Problem::setup(uint32_t role, uint64_t horizon, const ValueMap& overrides, ValueMap& merged) const {
  merged = values;
  for (const auto& [name, value] : overrides) merged[name] = value;
  return {role, data_seed, init_seed, step_seed, horizon, &merged};
}

}  // namespace autoloss
