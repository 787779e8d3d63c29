// What a trained controller does: asked at what it saw in training, not run again.
#pragma once

#include <string>
#include <vector>

#include "core/plugin/registry.hpp"
#include "core/record/controller_file.hpp"

namespace autoloss {

// Probabilities of its actions; rows by moment or point, columns by action.
struct Explanation {
  // Of what it saw in a part of the trainings, which take the steps [from, to).
  struct Moment {
    double from = 0, to = 0;
    std::size_t count = 0;                // observations
    std::vector<double> mean, low, high;  // by action: mean, and the 5 % and 95 % quantiles
  };
  // Against one feature, the others at their median.
  struct Response {
    std::string feature, definition;
    std::vector<double> quantiles;                 // kCardQuantiles of the feature
    std::vector<double> at;                        // from the least to the most that was seen
    std::vector<std::vector<double>> probability;  // by point, then by action
  };

  std::vector<std::string> actions;
  std::vector<double> median;  // of the features
  double median_step = 0;
  std::vector<Moment> along;
  std::vector<Response> responses;
};

// Throws ConfigError: its plugin's controller cannot take up the saved state; nothing was sampled in its training.
Explanation explain(const ControllerFile& file, const Component<autoloss_controller_type>& component,
                    const autoloss_host* host);

// The explanation and the card, as indented JSON.
std::string explanation_json(const Explanation& explanation, const ControllerFile& file);

}  // namespace autoloss
