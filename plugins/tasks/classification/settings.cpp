#include "plugins/tasks/classification/settings.hpp"

#include <cmath>
#include <utility>

#include "plugins/shared/training/optimizer_parameters.hpp"

namespace autoloss::classification {
namespace {

std::vector<std::size_t> read_hidden(const sdk::Config& config) {
  std::vector<std::size_t> widths;
  for (const double width : config.numbers("hidden")) {
    if (width != std::floor(width))
      throw sdk::Error(AUTOLOSS_INVALID_ARGUMENT,
                       "parameter 'hidden' has a layer of " + std::to_string(width) + " units; layers have whole ones");
    widths.push_back(static_cast<std::size_t>(width));
  }
  return widths;
}

sdk::ParameterList&& add_model_parameters(sdk::ParameterList&& list) {
  return std::move(list)
      .numbers("hidden", {32}, 1, 65'536, "units", "width of each hidden layer; []: a linear classifier")
      .number("l1_weight", 0.02, 0.0, 1e6, "", "lambda: the loss l1 is lambda times the sum of |parameter|")
      .number("joint_weight", 1.0, 0.0, 1e6, "", "the action joint minimises cross_entropy + joint_weight * l1")
      .integer("batch_size", 0, 0, 10'000'000, "rows",
               "rows of a step on the cross entropy; 0: the whole training partition")
      .number("initial_weight", 0.1, 0.0, 1e3, "",
              "standard deviation of the weights at the start, normal and cut at two of them")
      .number("initial_bias", 0.1, -1e3, 1e3, "", "the biases at the start");
}

}  // namespace

const sdk::ParameterList& published_parameters() {
  static const sdk::ParameterList list = training::add_optimizer_parameters(
      add_data_parameters(add_model_parameters(sdk::ParameterList{})), ModelSettings{}.optimizer.learning_rate);
  return list;
}

Settings read_settings(const sdk::Config& config) {
  Settings settings;
  settings.data = read_data_settings(config);
  settings.model.hidden = read_hidden(config);
  settings.model.l1_weight = config.number("l1_weight");
  settings.model.joint_weight = config.number("joint_weight");
  settings.model.batch_size = static_cast<std::size_t>(config.integer("batch_size"));
  settings.model.initial = {config.number("initial_weight"), config.number("initial_bias")};
  settings.model.optimizer = training::read_optimizer(config);
  return settings;
}

}  // namespace autoloss::classification
