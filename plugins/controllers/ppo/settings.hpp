// What PPO's experiment files can set, and three sets of defaults.
#pragma once

#include <autoloss/cpp/config.hpp>
#include <cstdint>

#include "plugins/shared/adam.hpp"

namespace autoloss::controllers {

struct PpoSettings {
  double discount, gae_lambda;
  double clip;
  double value_clip;  // 0: none
  double value_weight, entropy_bonus;
  bool normalize_advantages;
  double gradient_clip;  // 0: none
  double target_kl;      // 0: any
  std::size_t buffer_size, batch_size;
  std::size_t epochs, updates;  // updates 0: as many as `epochs` passes take
  uint64_t sync_every;
};

PpoSettings ppo_settings(const sdk::Config& config);

// Defaults of the component "ppo": what implementations of the field have in common (Huang et al.: The 37
// implementation details of proximal policy optimization. ICLR blog track 2022). It learns from the decisions of each
// batch, four times over, and forgets them.
const sdk::ParameterList& ppo_reference_parameters();

// Of "ppo_paper": what the paper says (appendix A.3), and the reference where it says nothing.
const sdk::ParameterList& ppo_paper_parameters();

// Of "ppo_release": what the published code has, and the paper where that cannot be told.
const sdk::ParameterList& ppo_release_parameters();

}  // namespace autoloss::controllers
