#include "plugins/tasks/regression/settings.hpp"

#include <autoloss/cpp/error.hpp>

#include "plugins/shared/training/optimizer_parameters.hpp"

namespace autoloss::regression {
namespace {

TargetScaling target_scaling(const std::string& name) {
  if (name == "none") return TargetScaling::kNone;
  if (name == "centre") return TargetScaling::kCentre;
  return TargetScaling::kStandardise;
}

TableFile read_table_file(const sdk::Config& config) {
  TableFile file{config.path("data"), config.string("target"), config.strings("without"),
                 config.number("outlier_range")};
  if (!file.path.empty() && file.target.empty())
    throw sdk::Error(AUTOLOSS_INVALID_ARGUMENT,
                     "parameter 'target' is empty: name the column of " + file.path + " that is to be predicted");
  return file;
}

}  // namespace

const sdk::ParameterList& published_parameters() {
  static const sdk::ParameterList list =
      training::add_optimizer_parameters(
          sdk::ParameterList{}
              .integer("dimensions", 16, 1, 512, "", "inputs of a row of generated data; a table brings its own")
              .integer("rows", 200, 4, 1'000'000, "rows", "rows in each of the six partitions of generated data")
              .number("noise", 2.0, 0.0, 1e6, "", "standard deviation of the noise in generated targets")
              .number("l1_weight", 0.2, 0.0, 1e6, "", "lambda: the loss l1 is lambda times the sum of |parameter|")
              .number("joint_weight", 1.0, 0.0, 1e6, "", "the action joint minimises mse + joint_weight * l1"),
          5e-4)
          .integer("batch_size", 0, 0, 1'000'000, "rows", "rows of a step on mse; 0: the whole training partition")
          .number("quadratic_scale", 0.1, 1e-6, 1e3, "", "factor before u'Au in the model f(u) = scale * u'Au + b'u")
          .boolean("intercept", false, "adds a constant c to the model")
          .number("initial_quadratic", 0.01, 0.0, 1e3, "", "standard deviation of the entries of A at the start")
          .number("initial_linear", 0.1, 0.0, 1e3, "", "standard deviation of the entries of b at the start")
          .path("data", "table to learn from, CSV with a header line; empty: data are generated")
          .string("target", "", {}, "name of the column of the table that is to be predicted")
          .strings("without", {}, {}, "columns of the table to leave out, such as names and numbers of rows")
          .number(
              "outlier_range", 0.0, 0.0, 1e9, "interquartile ranges",
              "rows of a table with a value farther than this outside of its column's quartiles are left out; 0: none")
          .string("target_scaling", "standardise", {"standardise", "centre", "none"},
                  "what is done to the target of a table, with mean and deviation of the training rows");
  return list;
}

Settings read_settings(const sdk::Config& config) {
  Settings settings;
  settings.data.file = read_table_file(config);
  settings.data.target_scaling = target_scaling(config.string("target_scaling"));
  settings.data.generator.dimensions = static_cast<std::size_t>(config.integer("dimensions"));
  settings.data.generator.rows = static_cast<std::size_t>(config.integer("rows"));
  settings.data.generator.noise = config.number("noise");
  settings.data.quadratic_scale = config.number("quadratic_scale");
  settings.data.intercept = config.boolean("intercept");
  settings.model.l1_weight = config.number("l1_weight");
  settings.model.joint_weight = config.number("joint_weight");
  settings.model.batch_size = static_cast<std::size_t>(config.integer("batch_size"));
  settings.model.initial_quadratic = config.number("initial_quadratic");
  settings.model.initial_linear = config.number("initial_linear");
  settings.model.optimizer = training::read_optimizer(config);
  return settings;
}

}  // namespace autoloss::regression
