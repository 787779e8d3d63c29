// What the user can set: the published parameters, and their values as one struct.
#ifndef AUTOLOSS_GAN_SETTINGS_HPP
#define AUTOLOSS_GAN_SETTINGS_HPP

#include <autoloss/cpp/config.hpp>
#include <autoloss/cpp/host.hpp>

#include "plugins/tasks/gan/gan.hpp"
#include "plugins/tasks/gan/judge.hpp"

namespace autoloss::gan {

struct Settings {
  JudgeSettings judge;
  GanSettings gan;
  int64_t train_images = 0;     // of an episode; 0: all
  int64_t samples = 2000;       // images generated for a score
  int64_t test_samples = 5000;  // for that of the test split
  int64_t grid_every = 500;     // steps between pictures; 0: at the end alone
};

const sdk::ParameterList& published_parameters();

// Throws sdk::Error(AUTOLOSS_INVALID_ARGUMENT): an image size that does not go with the data, "cuda" where there is
// none.
Settings read_settings(const sdk::Config& config, const sdk::Host& host);

}  // namespace autoloss::gan

#endif
