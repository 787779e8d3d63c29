// A problem: one data set of the task's distribution, one set of parameters drawn from the family, one initial model.
#pragma once

#include <cstdint>

#include "core/config/experiment.hpp"
#include "core/engine/episode.hpp"

namespace autoloss {

struct Problem {
  ValueMap values;  // of the task, drawn ones included
  ValueMap drawn;   // those alone
  uint64_t data_seed = 0;
  uint64_t init_seed = 0;
  uint64_t step_seed = 0;

  // The training of this problem with some parameters set otherwise. Keeps a pointer to `merged`, which it fills.
  EpisodeSetup setup(uint32_t role, uint64_t horizon, const ValueMap& overrides, ValueMap& merged) const;
};

// The problem of a key: each range of the task draws from a stream of its own, so that adding one changes no other.
Problem make_problem(const ComponentConfig& task, uint64_t key);

}  // namespace autoloss
